// What a proof costs in @assay/sdk, beside libraries that check the same in JavaScript, in one run. `cargo xtask bench --only proofs` calls this
// with
//   ASSAY_SDK      the folder of the assembled package, a release build
//   ASSAY_DEVNET   the line of JSON that the demo chain prints when it is ready
//   ASSAY_VECTORS  the folder with what was recorded of mainnet
//   ASSAY_SSZ      the module that writes the recorded session of the light client in SSZ
//
// Times are processor time of the whole process, so that a busy machine matters less: the median over rounds, in which the order rotates.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompressSync, constants } from 'node:zlib';
import { verifyMerkleProof } from '@ethereumjs/mpt';
import { SimpleMerkleTree } from '@openzeppelin/merkle-tree';
import { MerkleTree } from 'merkletreejs';
import { groth16 } from 'snarkjs';
import { bytesToHex, hexToBytes, keccak256, recoverTypedDataAddress } from 'viem';
import { session } from './beacon.mjs';

const folder = process.env.ASSAY_SDK;
const load = (file) => import(pathToFileURL(file).href);
const [sdk, keys, evm, zk, ssz] = await Promise.all(
  [...['node.js', 'keys.node.js', 'evm.node.js', 'zk.node.js'].map((file) => join(folder, file)), process.env.ASSAY_SSZ].map(load),
);
await Promise.all([sdk, keys, evm, zk].map(({ init }) => init()));
const read = (...path) => JSON.parse(readFileSync(join(...path), 'utf8'));
const vector = (name) => read(process.env.ASSAY_VECTORS, `${name}.json`);
const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

const microseconds = async (times, run) => {
  const began = process.cpuUsage();
  for (let time = 0; time < times; time += 1) await run();
  const { user, system } = process.cpuUsage(began);
  return (user + system) / times;
};

const compare = async (what, times, rounds, contestants) => {
  const names = Object.keys(contestants);
  const taken = Object.fromEntries(names.map((name) => [name, []]));
  for (const name of names) await contestants[name]();
  for (let round = 0; round < rounds; round += 1) {
    for (let at = 0; at < names.length; at += 1) {
      const name = names[(round + at) % names.length];
      taken[name].push(await microseconds(times, contestants[name]));
    }
  }
  const ours = median(taken.assay);
  for (const name of names) {
    const time = median(taken[name]);
    console.log(`| ${what} | ${name} | ${time.toFixed(0)} µs | ${(time / ours).toFixed(1)} |`);
  }
};

console.log('| what | who | processor time | ÷ Assay |');
console.log('| --- | --- | ---: | ---: |');

// An account of mainnet with one slot of it.
const [block, proof] = [vector('mainnet-block'), vector('mainnet-deposit-contract')];
const nodes = (texts) => texts.map((text) => hexToBytes(text));
await compare('account and a slot of mainnet', 50, 9, {
  assay: () => sdk.verifyStateProof({ blockHash: block.hash, block, proof, address: proof.address, slots: proof.storageProof.map(({ key }) => key) }),
  '@ethereumjs/mpt': async () => {
    const options = { root: hexToBytes(block.stateRoot) };
    const account = await verifyMerkleProof(hexToBytes(keccak256(proof.address)), nodes(proof.accountProof), options);
    assert.ok(bytesToHex(account).includes(proof.storageHash.slice(2)));
    for (const { key, value, proof: path } of proof.storageProof) {
      const word = `0x${key.slice(2).padStart(64, '0')}`;
      const found = await verifyMerkleProof(hexToBytes(keccak256(word)), nodes(path), { root: hexToBytes(proof.storageHash) });
      assert.ok(BigInt(value) === 0n ? found === null : found !== null);
    }
  },
});

// A tree of ten thousand payments: whole, then one proof of it. OpenZeppelin's library lays a tree out as ours is; merkletreejs keeps the order of its leaves.
const leaves = Array.from({ length: 10_000 }, (_, at) => keccak256(`0x${at.toString(16).padStart(64, '0')}`));
const buffers = leaves.map((leaf) => Buffer.from(hexToBytes(leaf)));
const hash = (bytes) => Buffer.from(keccak256(bytes, 'bytes'));
const theirs = SimpleMerkleTree.of(leaves);
const inOrder = new MerkleTree(buffers, hash, { sortPairs: true });
await compare('a Merkle tree of 10,000 leaves, built', 1, 9, {
  assay: () => {
    const tree = new sdk.MerkleTree({ leaves });
    assert.equal(tree.root, theirs.root);
    tree.free();
  },
  '@openzeppelin/merkle-tree': () => assert.equal(SimpleMerkleTree.of(leaves).root, theirs.root),
  merkletreejs: () => assert.deepEqual(new MerkleTree(buffers, hash, { sortPairs: true }).getRoot(), inOrder.getRoot()),
});
const [leaf, at] = [leaves[1234], 1234];
const [path, inOrderPath] = [theirs.getProof(leaf), inOrder.getProof(buffers[at], at)];
await compare('one leaf of it, verified', 200, 9, {
  assay: () => sdk.verifyMerkleProof({ root: theirs.root, leaf, proof: path }),
  '@openzeppelin/merkle-tree': () => assert.ok(SimpleMerkleTree.verify(theirs.root, leaf, path)),
  merkletreejs: () => assert.ok(inOrder.verify(inOrderPath, buffers[at], inOrder.getRoot())),
});

// A proof that snarkjs made, with its key and inputs read anew each time by both.
const [key, groth16Proof, inputs] = ['verification_key', 'proof', 'public'].map((name) => vector(`groth16/${name}`));
const pinned = zk.keyHash({ key });
await compare('Groth16 over BN254', 1, 9, {
  assay: () => {
    const read = new zk.Groth16Key({ key, hash: pinned });
    read.verify({ proof: groth16Proof, inputs });
    read.free();
  },
  snarkjs: async () => assert.equal(await groth16.verify(key, inputs, groth16Proof), true),
});

// The example of EIP-712.
const MAIL = {
  types: {
    EIP712Domain: [
      { name: 'name', type: 'string' }, { name: 'version', type: 'string' },
      { name: 'chainId', type: 'uint256' }, { name: 'verifyingContract', type: 'address' },
    ],
    Person: [{ name: 'name', type: 'string' }, { name: 'wallet', type: 'address' }],
    Mail: [{ name: 'from', type: 'Person' }, { name: 'to', type: 'Person' }, { name: 'contents', type: 'string' }],
  },
  primaryType: 'Mail',
  domain: { name: 'Ether Mail', version: '1', chainId: 1, verifyingContract: '0xCcCCccccCCCCcCCCCCCcCcCccCcCCCcCcccccccC' },
  message: {
    from: { name: 'Cow', wallet: '0xCD2a3d9F938E13CD947Ec05AbC7FE734Df8DD826' },
    to: { name: 'Bob', wallet: '0xbBbBBBBbbBBBbbbBbbBbbbbBBbBbbbbBbBbbBBbB' },
    contents: 'Hello, Bob!',
  },
};
const account = MAIL.message.from.wallet;
const signature = `0x4355c47d63924e8a72e509b65029052eb6c299d53a04e167c5775fd466751c9d${'07299936d304c153f6443dfa05f40ff007d72911b6f72307f996231605b91562'}1c`;
await compare('typed data to its signer', 20, 9, {
  assay: () => assert.equal(keys.verifyTypedData({ document: MAIL, signature, account }).valid, true),
  viem: async () => assert.equal(await recoverTypedDataAddress({ ...MAIL, signature }), account),
});

// Ten balances of the demo chain by proof, under the newest block.
const { rpc, chainId, files } = JSON.parse(process.env.ASSAY_DEVNET);
const tokens = read(files, 'tokenlist.json').tokens.map(({ address }) => address);
const holder = read(files, 'demo.json').investors.alice.address;
const ten = Array.from({ length: 10 }, (_, at) => tokens[at % tokens.length]);
let [trips, received] = [0, 0];
const plainFetch = globalThis.fetch;
globalThis.fetch = async (...given) => {
  trips += 1;
  const body = await (await plainFetch(...given)).text();
  received += body.length;
  return new Response(body);
};
const data = `0x70a08231${'00'.repeat(12)}${holder.slice(2)}`;
const portfolio = async () => {
  const answers = await Promise.all(ten.map((to) => evm.provenCall({ chain: `eip155:${chainId}`, rpc, to, data })));
  for (const { end, evidence } of answers) assert.ok(end === 'returned' && evidence.sources.some(({ kind }) => kind === 'merkleProof'));
};
await portfolio();
const walls = [];
[trips, received] = [0, 0];
for (let round = 0; round < 7; round += 1) {
  const began = performance.now();
  await portfolio();
  walls.push(performance.now() - began);
}
console.log(`| ten balances proven, end to end | assay | ${median(walls).toFixed(0)} ms of wall time, ${trips / 7} exchanges, ${Math.round(received / 7)} bytes | |`);
globalThis.fetch = plainFetch;

// Each in a process of its own, from the same endpoint on this machine. That the session is old costs Helios nine questions for committees that do
// not exist.
const mainnet = await session(vector, ssz);
const follow = async (who) => {
  const given = ['follow.mjs', who, mainnet.url, mainnet.checkpoint, mainnet.finalized];
  Object.assign(mainnet.endpoint, { bytes: 0, requests: 0 });
  return Number((await promisify(execFile)('node', given, { env: process.env })).stdout.trim().split('\n').at(-1));
};
const followed = { assay: [], helios: [] };
const fetched = {};
for (let round = 0; round < 7; round += 1) {
  for (const who of round % 2 ? ['helios', 'assay'] : ['assay', 'helios']) {
    followed[who].push(await follow(who));
    fetched[who] = { ...mainnet.endpoint };
  }
}
for (const [who, times] of Object.entries(followed)) {
  const [time, ours] = [median(times), median(followed.assay)];
  const { bytes, requests } = fetched[who];
  console.log(`| light client: bootstrap, six periods, finality; ${bytes} bytes in ${requests} answers | ${who} | ${time} µs | ${(time / ours).toFixed(1)} |`);
}

console.log('\n| module | bytes | brotli |');
console.log('| --- | ---: | ---: |');
for (const stem of ['assay', 'assay_keys', 'assay_evm', 'assay_evm_full', 'assay_lc', 'assay_zk', 'assay_range']) {
  const wasm = readFileSync(join(folder, `${stem}_bg.wasm`));
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24, [constants.BROTLI_PARAM_SIZE_HINT]: wasm.length };
  console.log(`| ${stem} | ${wasm.length} | ${brotliCompressSync(wasm, { params }).length} |`);
}
// snarkjs keeps its curve's threads, and the endpoint its port.
process.exit();
