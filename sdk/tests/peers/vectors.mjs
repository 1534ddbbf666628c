// Writes vectors of @ethersproject/testcases, which are packed in the package, as they are: `node vectors.mjs`, a name on its input.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { gunzipSync } from "node:zlib";

const root = dirname(createRequire(import.meta.url).resolve("@ethersproject/testcases/package.json"));
const name = readFileSync(0, "utf8").trim();
process.stdout.write(gunzipSync(readFileSync(join(root, "testcases", `${name}.json.gz`))));
