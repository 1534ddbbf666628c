// The gold issuer's epoch of liabilities: its published file, and its hash in a register where all see the same.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { keccak256, stringToHex } from "viem/utils";
import { offices } from "../chain/accounts.mjs";

const here = dirname(fileURLToPath(import.meta.url));

/** What the issuer publishes, as it lies beside the list. Made by examples/issuer-prover: see epochs/README.md. */
export const published = {
  uri: "epochs/gold.json",
  document: stringToHex("liabilities", { size: 32 }),
  bytes: readFileSync(join(here, "..", "epochs", "gold", "published.json")),
};

/** Deploys the register and enters the file's hash; returns the contract. */
export async function anchorEpoch(session) {
  const { goldIssuer } = offices;
  const register = await session.deploy(goldIssuer, "own/DocumentRegister", [goldIssuer.address]);
  const { document, uri, bytes } = published;
  await session.write(goldIssuer, register, "setDocument", [document, uri, keccak256(bytes)]);
  return register;
}
