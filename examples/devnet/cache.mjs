// The saved state: kept outside version control, keyed by what it was made from, rebuilt when it does not fit.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { startAnvil } from "./chain/anvil.mjs";
import { Session, at } from "./chain/session.mjs";
import { deployAll } from "./deploy/all.mjs";

const root = dirname(fileURLToPath(import.meta.url));
/** Folder of all that is made and not committed; a test may name another. */
export const CACHE = process.env.ASSAY_DEVNET_CACHE || join(root, ".cache");
const SOURCES = ["chain", "deploy", "documents", "sol/out"];

const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");

/** Digest of everything that the state depends on: the deploy's sources, the documents whose hashes it writes,
 * our compiled contracts, the lock file. */
export function sourcesDigest() {
  const hash = createHash("sha256");
  for (const folder of SOURCES) {
    for (const name of readdirSync(join(root, folder)).sort()) {
      hash.update(`${folder}/${name}\0`).update(readFileSync(join(root, folder, name))).update("\0");
    }
  }
  hash.update(readFileSync(join(root, "package-lock.json")));
  return hash.digest("hex").slice(0, 20);
}

/** The head that a build has to end with: `{ block, head }`. */
export const expected = () => JSON.parse(readFileSync(join(root, "expected.json"), "utf8"));

/** Commits a new expectation. */
export function accept({ block, head }) {
  writeFileSync(join(root, "expected.json"), `${JSON.stringify({ block, head }, null, 2)}\n`);
}

/** Turns `{ name, address }` back into contracts, however deep. */
function revive(value) {
  if (value === null || typeof value !== "object") return value;
  if (typeof value.name === "string" && typeof value.address === "string") return at(value.name, value.address);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, revive(inner)]));
}

/** Leaves the interfaces out of what is saved. */
const lean = (key, value) => (key === "abi" ? undefined : value);

/**
 * Opens the saved state, or says why it cannot be used.
 * @returns {{ state: string, deployment: object } | { why: string }}
 */
export function openCache() {
  const folder = join(CACHE, `state-${sourcesDigest()}`);
  let saved;
  try {
    saved = JSON.parse(readFileSync(join(folder, "deployment.json"), "utf8"));
  } catch (error) {
    return { why: error.code === "ENOENT" ? "there is no saved state for these sources" : "the saved state is damaged" };
  }
  const state = join(folder, "state.json");
  try {
    if (sha256(readFileSync(state)) !== saved.stateDigest) return { why: "the saved state is damaged" };
  } catch {
    return { why: "the saved state is incomplete" };
  }
  return { state, deployment: { ...saved, contracts: revive(saved.contracts) } };
}

/** Deploys from an empty chain and saves the state. @returns the deployment: `{ contracts, block, head }` */
export async function buildCache() {
  mkdirSync(CACHE, { recursive: true });
  const name = `state-${sourcesDigest()}`;
  const part = join(CACHE, `part-${process.pid}-${Date.now()}`);
  mkdirSync(part);
  const state = join(part, "state.json");
  const anvil = await startAnvil({ dump: state });
  try {
    const deployment = await deployAll(new Session(anvil.rpc));
    await anvil.stop();
    const saved = { ...deployment, stateDigest: sha256(readFileSync(state)) };
    writeFileSync(join(part, "deployment.json"), JSON.stringify(saved, lean, 1));
    for (const old of readdirSync(CACHE).filter((entry) => entry.startsWith("state-"))) {
      rmSync(join(CACHE, old), { recursive: true, force: true });
    }
    replaceFolder(part, join(CACHE, name));
    return deployment;
  } finally {
    await anvil.stop();
    rmSync(part, { recursive: true, force: true });
  }
}

/** Moves a finished folder into place; when another process was first with the same one, its copy stays. */
function replaceFolder(part, target) {
  try {
    renameSync(part, target);
  } catch (error) {
    if (error.code !== "ENOTEMPTY" && error.code !== "EEXIST") throw error;
  }
}
