// Compiles one Solidity file of `sol/` with the solc-js and the packages of the demo chain, and with those that are installed here, and
// prints its contracts as JSON: name to bytecode. What comes out is kept under `target/contracts`, by the hash of all that went in.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "..", "..", "..");
const packages = join(root, "examples", "devnet", "node_modules");
const folders = [packages, join(here, "node_modules")];
const kept = join(root, "target", "contracts");

/** Where packages are that import themselves by another name than that of their folder. */
const renamed = {
  "@chainlink/policy-management/": "@chainlink/ace/packages/policy-management/src/",
};

/** The file that a name in an import stands for. */
function place(name) {
  if (!name.startsWith("@")) return join(here, "sol", name);
  const alias = Object.keys(renamed).find((prefix) => name.startsWith(prefix));
  const path = alias ? renamed[alias] + name.slice(alias.length) : name;
  const places = folders.map((folder) => join(folder, path));
  return places.find(existsSync) ?? places[0];
}

/** Every source that a file needs, by the name that imports it. */
function closure(file) {
  const sources = { [file]: { content: readFileSync(join(here, "sol", file), "utf8") } };
  const waiting = [file];
  while (waiting.length > 0) {
    const name = waiting.pop();
    for (const [, path] of sources[name].content.matchAll(/^\s*import\s+(?:[^"';]*from\s+)?["']([^"']+)["'];/gm)) {
      const full = path.startsWith(".") ? join(dirname(name), path) : path;
      if (sources[full]) continue;
      sources[full] = { content: readFileSync(place(full), "utf8") };
      waiting.push(full);
    }
  }
  return sources;
}

function compile(input, file) {
  const solc = createRequire(join(packages, "solc", "package.json"))("solc");
  const output = JSON.parse(solc.compile(JSON.stringify(input)));
  const errors = (output.errors ?? []).filter((error) => error.severity === "error");
  if (errors.length > 0) throw new Error(errors.map((error) => error.formattedMessage).join("\n"));
  const contracts = Object.entries(output.contracts[file]);
  return Object.fromEntries(contracts.map(([name, { evm }]) => [name, `0x${evm.bytecode.object}`]));
}

const file = process.argv[2];
const version = JSON.parse(readFileSync(join(packages, "solc", "package.json"), "utf8")).version;
const input = {
  language: "Solidity",
  sources: closure(file),
  settings: {
    evmVersion: "cancun",
    optimizer: { enabled: true, runs: 200 },
    outputSelection: { "*": { "*": ["evm.bytecode.object"] } },
  },
};
const hash = createHash("sha256").update(version).update(JSON.stringify(input)).digest("hex");
const path = join(kept, `${hash}.json`);
let contracts;
try {
  contracts = readFileSync(path, "utf8");
} catch {
  contracts = JSON.stringify(compile(input, file));
  mkdirSync(kept, { recursive: true });
  // Several tests may compile the same file at once: each writes its own, and the last one stays.
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, contracts);
  renameSync(draft, path);
}
process.stdout.write(contracts);
