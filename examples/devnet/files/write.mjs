// Writes the files of a running chain, for the wallet to be served and for tests to read.
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { demo, paid } from "./demo.mjs";
import { published } from "../present/epoch.mjs";
import { documents } from "./documents.mjs";
import { distribution, treeFile } from "./payments.mjs";
import { tokenList } from "./tokenlist.mjs";

/** Replaces a file at once, so that a reader never sees half of it. */
function put(folder, name, content) {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  const text = typeof content === "string" || Buffer.isBuffer(content) ? content : `${JSON.stringify(content, null, 2)}\n`;
  writeFileSync(`${path}.part`, text);
  renameSync(`${path}.part`, path);
}

/** Writes everything afresh into `folder`. */
export function writeFiles(folder, { deployment, payments, attestation, rpc, time }) {
  rmSync(folder, { recursive: true, force: true });
  for (const { uri, bytes } of Object.values(documents)) put(folder, uri, bytes);
  for (const [kind, paid] of Object.entries(payments)) {
    for (const payment of paid) put(folder, treeFile(kind, payment), payment.tree);
  }
  put(folder, "attestations/gold.json", attestation);
  put(folder, published.uri, published.bytes);
  put(folder, "tokenlist.json", tokenList(deployment.contracts, payments, time));
  put(folder, "demo.json", demo(deployment, payments, rpc));
}

/** Reads demo.json of a folder written by `writeFiles`. */
export const readDemo = (folder) => JSON.parse(readFileSync(join(folder, "demo.json"), "utf8"));

/** Adds one more rent payment to the files. */
export const addRent = (folder, rent, { cash, property }) => addPayment(folder, "rents", rent, { cash, token: property });

/** Adds one more coupon to the files. */
export const addCoupon = (folder, coupon, { cash, bond }) => addPayment(folder, "coupons", coupon, { cash, token: bond });

function addPayment(folder, kind, payment, { cash, token }) {
  put(folder, treeFile(kind, payment), payment.tree);
  const list = JSON.parse(readFileSync(join(folder, "tokenlist.json"), "utf8"));
  const entry = list.tokens.find(({ address }) => address.toLowerCase() === token.toLowerCase());
  entry.extensions.assay.distributions.push(distribution(kind, payment, cash));
  list.version.patch += 1;
  list.timestamp = new Date().toISOString();
  put(folder, "tokenlist.json", list);
  const about = readDemo(folder);
  about[kind === "rents" ? "distributions" : kind].push(paid(kind, payment));
  put(folder, "demo.json", about);
}
