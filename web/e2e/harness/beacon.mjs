// A beacon chain made up for tests, written after the consensus specifications and not after the wallet: SSZ by hand, signatures by
// @noble/curves. It has mainnet's genesis and forks, and a committee whose only secret is known; its execution blocks are the demo chain's.
import { createHash } from "node:crypto";
import { bls12_381 } from "@noble/curves/bls12-381.js";
import { call } from "./chain.mjs";
import { eventually } from "./browser.mjs";
import { change } from "./endpoint.mjs";
import { areas } from "./storage.mjs";

export const BEACON = "https://beacon.example";
const GENESIS = 1606824023;
const VALIDATORS = Buffer.from("4b363db94e286120d76eb905340fdd4e54bfe9f06bf33ff6cf5ad27f511bfe95", "hex");
const FULU = Buffer.from("06000000", "hex");
const MEMBERS = 512;
/** Slots of a sync committee's period: `SLOTS_PER_EPOCH * EPOCHS_PER_SYNC_COMMITTEE_PERIOD`. */
export const PERIOD = 8192;
const ORDER = 0x73eda753299d7d483339d80809a1d80553bda402fffe5bfeffffffff00000001n;
const SECRET = 0x1234567890abcdefn;
const TAG = "BLS_SIG_BLS12381G2_XMD:SHA-256_SSWU_RO_POP_";
const bls = bls12_381.longSignatures;

const ZERO = Buffer.alloc(32);
const hash = (left, right) => createHash("sha256").update(left).update(right).digest();
const u32 = (value) => { const bytes = Buffer.alloc(4); bytes.writeUInt32LE(value); return bytes; };
const u64 = (value) => { const bytes = Buffer.alloc(8); bytes.writeBigUInt64LE(BigInt(value)); return bytes; };
const bytes = (hex, length) => Buffer.from(hex.slice(2).padStart(length * 2, "0"), "hex");
const chunk = (value) => Buffer.concat([value, Buffer.alloc(32 - value.length)]);

function merkleize(leaves) {
  let nodes = [...leaves];
  while (nodes.length & (nodes.length - 1)) nodes.push(ZERO);
  while (nodes.length > 1) nodes = Array.from({ length: nodes.length / 2 }, (_, at) => hash(nodes[2 * at], nodes[2 * at + 1]));
  return nodes[0];
}

/** A tree in which only these leaves, by generalized index, are not zero: its root, and the branch to a leaf. */
class Tree {
  constructor(leaves) {
    this.leaves = leaves;
  }
  node(index) {
    if (index in this.leaves) return this.leaves[index];
    const below = (at) => { while (at > index) at >>= 1; return at === index; };
    return Object.keys(this.leaves).some((at) => below(Number(at))) ? hash(this.node(2 * index), this.node(2 * index + 1)) : ZERO;
  }
  branch(index) {
    const nodes = [];
    for (let at = index; at > 1; at >>= 1) nodes.push(this.node(at ^ 1));
    return Buffer.concat(nodes);
  }
}

const secret = (scalar) => Buffer.from((scalar % ORDER).toString(16).padStart(64, "0"), "hex");
const ALL = secret(SECRET * BigInt(MEMBERS));
const PK = Buffer.from(bls.getPublicKey(secret(SECRET)).toBytes());
const SUM = Buffer.from(bls.getPublicKey(ALL).toBytes());
const keyRoot = (key) => hash(key.subarray(0, 32), chunk(key.subarray(32)));
const COMMITTEE = Buffer.concat([...Array(MEMBERS).fill(PK), SUM]);
const COMMITTEE_ROOT = hash(merkleize(Array(MEMBERS).fill(keyRoot(PK))), keyRoot(SUM));

/** ExecutionPayloadHeader of Deneb, of a block as JSON-RPC tells it: its SSZ and its root. Only the hash, the state root, height and time are the
 * block's own: no light client looks at the others. */
function payload(block) {
  const fields = [
    ZERO, Buffer.alloc(20), bytes(block.stateRoot, 32), ZERO, Buffer.alloc(256), ZERO, u64(block.number), u64(30_000_000), u64(0),
    u64(block.timestamp), u32(584), ZERO, bytes(block.hash, 32), ZERO, ZERO, u64(0), u64(0),
  ];
  const leaves = fields.map((field, at) => (at === 4 ? merkleize(Array(8).fill(ZERO)) : at === 10 ? hash(ZERO, ZERO) : chunk(field)));
  return { ssz: Buffer.concat(fields), root: merkleize([...leaves, ...Array(15).fill(ZERO)]) };
}

export class BeaconChain {
  headers = new Map();
  asked = [];
  spoil = (answer) => answer;
  /** What the beacon chain says of an execution block. */
  payload = (block) => block;

  /** Its checkpoint is of the slot that is made from the present one; a block of 32 slots ago is final. */
  static async start(checkpoint = (now) => now - 64) {
    const chain = new BeaconChain();
    const block = await call("eth_getBlockByNumber", "latest", false);
    const now = chain.slot();
    chain.checkpoint = chain.header(checkpoint(now), block);
    chain.final = chain.header(now - 32, block, chain.checkpoint.root);
    return chain;
  }

  slot() {
    return Math.floor((Date.now() / 1000 - GENESIS) / 12);
  }

  /** LightClientHeader with its state. */
  header(slot, block, finalized = ZERO) {
    const known = this.headers.get(slot);
    if (known) return known;
    const execution = payload(this.payload(block));
    const state = new Tree({ 169: finalized, 86: COMMITTEE_ROOT, 87: COMMITTEE_ROOT });
    const body = new Tree({ 25: execution.root });
    const roots = [ZERO, state.node(1), body.node(1)];
    const root = merkleize([chunk(u64(slot)), chunk(u64(3)), ...roots, ZERO, ZERO, ZERO]);
    const ssz = Buffer.concat([u64(slot), u64(3), ...roots, u32(244), body.branch(25), execution.ssz]);
    const made = { slot, root, ssz, state };
    this.headers.set(slot, made);
    return made;
  }

  /** SyncAggregate and signature slot: all members sign in the slot after. */
  signed({ root, slot }) {
    const domain = Buffer.concat([Buffer.from("07000000", "hex"), hash(chunk(FULU), VALIDATORS).subarray(0, 28)]);
    const signature = bls.sign(bls.hash(hash(root, domain), TAG), ALL).toBytes();
    return Buffer.concat([Buffer.alloc(64, 0xff), Buffer.from(signature), u64(slot + 1)]);
  }

  async newest() {
    const block = await call("eth_getBlockByNumber", "latest", false);
    return this.header(this.slot() - 1, block, this.final.root);
  }

  /** LightClientUpdate of a period, after its length and the digest of its fork; nothing while no block of the period is final: until then
   * its committee has handed over to nobody. */
  async handover(period) {
    const start = period * PERIOD;
    if (this.final.slot < start + 3) return Buffer.alloc(0);
    const block = await call("eth_getBlockByNumber", "latest", false);
    const final = this.header(start + 1, block);
    const attested = this.header(start + 2, block, final.root);
    const committee = Buffer.concat([COMMITTEE, attested.state.branch(87)]);
    const finality = attested.state.branch(169);
    const signed = this.signed(attested);
    const fixed = 4 + committee.length + 4 + finality.length + signed.length;
    const update = Buffer.concat([u32(fixed), committee, u32(fixed + attested.ssz.length), finality, signed, attested.ssz, final.ssz]);
    return Buffer.concat([u64(4 + update.length), hash(chunk(FULU), VALIDATORS).subarray(0, 4), update]);
  }

  async updates(query) {
    const [first, count] = ["start_period", "count"].map((name) => Number(query.get(name)));
    return Buffer.concat(await Promise.all(Array.from({ length: count }, (_, at) => this.handover(first + at))));
  }

  async answer(path, query) {
    const [what, root] = path.split("/eth/v1/beacon/light_client/")[1].split("/");
    if (what === "bootstrap") {
      const header = [...this.headers.values()].find((header) => `0x${header.root.toString("hex")}` === root);
      return header && Buffer.concat([u32(4 + COMMITTEE.length + 192), COMMITTEE, header.state.branch(86), header.ssz]);
    }
    if (what === "updates") return this.updates(query);
    const attested = await this.newest();
    const signed = this.signed(attested);
    if (what === "optimistic_update") return Buffer.concat([u32(172), signed, attested.ssz]);
    if (what === "finality_update") {
      return Buffer.concat([u32(400), u32(400 + attested.ssz.length), attested.state.branch(169), signed, attested.ssz, this.final.ssz]);
    }
  }

  /** Serves it at its address, and the demo chain as chain 1. */
  async serve(context) {
    await context.route(`${BEACON}/**`, async (route) => {
      const { pathname, searchParams } = new URL(route.request().url());
      this.asked.push(pathname);
      const answer = await this.answer(pathname, searchParams);
      const headers = { "access-control-allow-origin": "*", "access-control-expose-headers": "*" };
      if (!answer) return route.fulfill({ status: 404, headers });
      const body = this.spoil(Buffer.from(answer), pathname);
      if (typeof body === "number") return route.fulfill({ status: body, headers });
      await route.fulfill({ contentType: "application/octet-stream", headers: { ...headers, "eth-consensus-version": "fulu" }, body });
    });
    await change(context, "**/rpc", (method, got) => (method === "eth_chainId" ? { ...got, result: "0x1" } : got));
    await context.route("**/demo/tokenlist.json", async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: (await response.text()).replaceAll("eip155:31337", "eip155:1").replace(/("chainId":\s*)31337/g, "$11") });
    });
  }

  get root() {
    return `0x${this.checkpoint.root.toString("hex")}`;
  }
}

/** In Alice's wallet, fills in chain 1 with a light client that starts from the checkpoint of a chain that is served. */
export async function fillIn({ wallet, page, context }, checkpoint) {
  const chain = await BeaconChain.start(checkpoint);
  await chain.serve(context);
  await wallet.settings("Network");
  await page.getByLabel("Chain", { exact: true }).fill("1");
  await page.getByLabel("Beacon endpoints").fill(BEACON);
  await page.getByLabel("Checkpoint").fill(chain.root);
  return chain;
}

/** The same in a wallet that is opened for it. */
export async function follow(opened, checkpoint) {
  await opened.wallet.openDemo("Alice");
  return fillIn(opened, checkpoint);
}

/** Saves what was filled in. */
export async function save(page) {
  await page.getByRole("main").getByRole("button", { name: /save/i }).first().click();
  await eventually("it is stored", async () => (await areas(page)).some(({ bytes }) => bytes.includes(BEACON)));
}
