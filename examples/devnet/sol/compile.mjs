// Compiles the contracts of this folder with solc-js and writes `out/<Name>.json` (abi and bytecode). With `--check` it
// writes nothing and fails if what is committed is not what the sources give.
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const modules = join(here, "..", "node_modules");

/** Every contract of this folder, compiled: name to `{ contractName, compiler, abi, bytecode }`. */
export function compileAll() {
  const solc = createRequire(import.meta.url)("solc");
  const names = readdirSync(here).filter((name) => name.endsWith(".sol")).sort();
  const input = {
    language: "Solidity",
    sources: Object.fromEntries(names.map((name) => [name, { content: readFileSync(join(here, name), "utf8") }])),
    settings: {
      evmVersion: "cancun",
      optimizer: { enabled: true, runs: 200 },
      outputSelection: { "*": { "*": ["abi", "evm.bytecode.object"] } },
    },
  };
  const find = (path) => {
    try {
      return { contents: readFileSync(join(modules, path), "utf8") };
    } catch {
      return { error: `${path} is not in node_modules: run npm ci` };
    }
  };
  const output = JSON.parse(solc.compile(JSON.stringify(input), { import: find }));
  const errors = (output.errors ?? []).filter((error) => error.severity === "error");
  if (errors.length > 0) throw new Error(errors.map((error) => error.formattedMessage).join("\n"));
  return Object.fromEntries(
    names.map((file) => {
      const name = file.replace(/\.sol$/, "");
      const { abi, evm } = output.contracts[file][name];
      return [name, { contractName: name, compiler: solc.version(), abi, bytecode: `0x${evm.bytecode.object}` }];
    }),
  );
}

function main() {
  const check = process.argv.includes("--check");
  const out = join(here, "out");
  mkdirSync(out, { recursive: true });
  const stale = [];
  for (const [name, artifact] of Object.entries(compileAll())) {
    const path = join(out, `${name}.json`);
    const text = `${JSON.stringify(artifact, null, 1)}\n`;
    if (!check) {
      writeFileSync(path, text);
    } else {
      let committed = "";
      try {
        committed = readFileSync(path, "utf8");
      } catch {
        // A missing file is a stale one.
      }
      if (committed !== text) stale.push(name);
    }
  }
  if (stale.length > 0) {
    console.error(`sol/out is not what the sources give: ${stale.join(", ")}. Run: npm run compile`);
    process.exitCode = 1;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main();
