// Writes the files of a running chain, for the wallet to be served and for tests to read.
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { demo } from "./demo.mjs";
import { published } from "../present/epoch.mjs";
import { documents } from "./documents.mjs";
import { distribution, tokenList } from "./tokenlist.mjs";

/** Replaces a file at once, so that a reader never sees half of it. */
function put(folder, name, content) {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  const text = typeof content === "string" || Buffer.isBuffer(content) ? content : `${JSON.stringify(content, null, 2)}\n`;
  writeFileSync(`${path}.part`, text);
  renameSync(`${path}.part`, path);
}

/** Writes everything afresh into `folder`. */
export function writeFiles(folder, { deployment, rents, attestation, rpc, time }) {
  rmSync(folder, { recursive: true, force: true });
  for (const { uri, bytes } of Object.values(documents)) put(folder, uri, bytes);
  for (const { period, tree } of rents) put(folder, `distributions/${period}.json`, tree);
  put(folder, "attestations/gold.json", attestation);
  put(folder, published.uri, published.bytes);
  put(folder, "tokenlist.json", tokenList(deployment.contracts, rents, time));
  put(folder, "demo.json", demo(deployment, rents, rpc));
}

/** Reads demo.json of a folder written by `writeFiles`. */
export const readDemo = (folder) => JSON.parse(readFileSync(join(folder, "demo.json"), "utf8"));

/** Adds one more rent payment to the files. */
export function addRent(folder, rent, { cash, property }) {
  put(folder, `distributions/${rent.period}.json`, rent.tree);
  const list = JSON.parse(readFileSync(join(folder, "tokenlist.json"), "utf8"));
  const token = list.tokens.find(({ address }) => address.toLowerCase() === property.toLowerCase());
  token.extensions.assay.distributions.push(distribution(rent, cash));
  list.version.patch += 1;
  list.timestamp = new Date().toISOString();
  put(folder, "tokenlist.json", list);
  const about = readDemo(folder);
  const { period, contract, tree } = rent;
  const added = { period, contract: contract.address, merkleRoot: tree.merkleRoot, tree: `distributions/${period}.json` };
  about.distributions.push(added);
  put(folder, "demo.json", about);
}
