// Makes slip39-npm.json beside it. In an empty folder: npm i slip39@0.1.9 && node slip39-npm.mjs (package.json: "type": "module")
import { readFileSync, writeFileSync } from "node:fs";
import Slip39 from "slip39";

const secret = [...Array(16).keys()].map((n) => 17 * n);
const made = Slip39.fromArray(secret, { passphrase: "", threshold: 1, groups: [[2, 3, "all"]], extendableBackupFlag: 1 });
const shares = [0, 1, 2].map((n) => made.fromPath(`r/0/${n}`).mnemonics[0]);
// Shares of the reference implementation, which are those of this SDK, combine there.
const { sets } = JSON.parse(readFileSync("slip39-sets.json"));
for (const set of sets) {
  const combined = Buffer.from(Slip39.recoverSecret(set.shares.slice(0, set.need))).toString("hex");
  if (combined !== set.secret) throw new Error(`${set.need} of ${set.of}: ${combined}`);
}
writeFileSync("slip39-npm.json", `${JSON.stringify({ origin: "made by slip39-npm.mjs with slip39 0.1.9", secret: Buffer.from(secret).toString("hex"), shares }, null, 1)}\n`);
