// The issuers' documents: small texts, each with its two digests.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { keccak256 } from "viem/utils";

const folder = join(dirname(fileURLToPath(import.meta.url)), "..", "documents");
const TITLES = {
  cash: ["dollar-terms.txt", "Terms of the Demo Dollar"],
  fund: ["fund-factsheet.txt", "Fact sheet"],
  gold: ["gold-bar-list.txt", "Bar list"],
  property: ["house-summary.txt", "Summary of the house"],
  credit: ["credit-terms.txt", "Terms of the pool"],
  carbon: ["carbon-project.txt", "Project and vintage"],
  treasury: ["treasury-terms.txt", "Terms of the notes"],
  note: ["note-terms.txt", "Terms of the note"],
  bond: ["bond-terms.txt", "Terms of the bond"],
};

/** By asset: `{ title, uri, sha256, keccak256, bytes }`; `uri` is relative to the token list. */
export const documents = Object.fromEntries(
  Object.entries(TITLES).map(([asset, [file, title]]) => {
    const bytes = readFileSync(join(folder, file));
    const sha256 = `0x${createHash("sha256").update(bytes).digest("hex")}`;
    return [asset, { title, uri: `documents/${file}`, sha256, keccak256: keccak256(bytes), bytes }];
  }),
);
