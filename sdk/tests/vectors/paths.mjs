// Makes paths.json beside it, with a library that shares no code with this SDK.
// In an empty folder: npm i ethers@6.17.0 && node paths.mjs (package.json: "type": "module")
import { writeFileSync } from "node:fs";
import { HDNodeWallet } from "ethers";

const phrase = "test test test test test test test test test test test junk";
const indexes = [0, 1, 2, 3, 4, 5];
const paths = [
  ...indexes.map((i) => `m/44'/60'/0'/0/${i}`),
  ...indexes.map((i) => `m/44'/60'/${i}'/0/0`),
  ...indexes.map((i) => `m/44'/60'/0'/${i}`),
  "m/44'/1'/3'/0/7",
];
const derived = paths.map((path) => ({ path, address: HDNodeWallet.fromPhrase(phrase, "", path).address }));
writeFileSync("paths.json", `${JSON.stringify({ origin: "made by paths.mjs with ethers 6.17.0", phrase, derived }, null, 1)}\n`);
