// Where things are, as `cargo xtask test --only browser` and `cargo xtask bench` tell it.
import { mkdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

function told(name, what) {
  const value = process.env[name];
  if (value) return value;
  throw new Error(`${name} is not set: it names ${what}. Run \`cargo xtask test --only browser\` at the top of the repository`);
}

function devnetLine() {
  const line = told("ASSAY_DEVNET", "the demo chain, as one line of JSON");
  try {
    return JSON.parse(line);
  } catch (error) {
    throw new Error(`ASSAY_DEVNET has to be a line of JSON such as {"rpc": …, "chainId": …, "files": …}, got ${line}`, { cause: error });
  }
}

/** The wallet's address, without a slash at its end. */
export const url = told("ASSAY_URL", "the address at which the wallet is served").replace(/\/$/, "");

/** The browser's program. */
export const chromium = told("ASSAY_CHROMIUM", "the browser's program, such as /usr/bin/chromium");

/** The folder of the widget that issuers put into their pages: only its own tests need it. */
export const widget = () => told("ASSAY_WIDGET", "the folder of the bundled widget");

const line = devnetLine();

/** The demo chain's own endpoint: tests ask it past the wallet. */
export const rpc = line.rpc;

/** The folder with the running chain's files. Relative ones count from where the chain was started. */
export const files = resolve(import.meta.dirname, "../../../examples/devnet", line.files);

/** demo.json: investors, contracts, distributions. Read anew, since paying rent adds to it. */
export const demo = () => JSON.parse(readFileSync(join(files, "demo.json"), "utf8"));

/** The token list that the wallet reads. */
export const tokenList = () => JSON.parse(readFileSync(join(files, "tokenlist.json"), "utf8"));

/** Where failures leave their pictures and logs. */
export function outputFolder() {
  const folder = resolve(import.meta.dirname, "../../../target/e2e");
  mkdirSync(folder, { recursive: true });
  return folder;
}
