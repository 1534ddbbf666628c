// The committed compiled contracts are what the sources give.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { compileAll } from "../sol/compile.mjs";

test("sol/out is what solc makes of sol", () => {
  for (const [name, compiled] of Object.entries(compileAll())) {
    const committed = JSON.parse(readFileSync(new URL(`../sol/out/${name}.json`, import.meta.url), "utf8"));
    assert.deepEqual(committed, compiled, `${name}: run npm run compile`);
  }
});
