// What every export promises of loading, whatever the package exports. Each runtime's entry gets a process of its own.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import test from 'node:test';

const require = createRequire(import.meta.url);
const folder = dirname(require.resolve('@assay/sdk/package.json'));

// Not of the wasm: they work before it is loaded.
const check = `
  const own = ['init', 'AssayError', 'isAssayError'];
  const names = Object.keys(sdk).filter((name) => !own.includes(name) && typeof sdk[name] === 'function');
  const isClass = (value) => /^class /.test(Function.prototype.toString.call(value));
  const refusal = (name) => {
    try { (isClass(sdk[name]) ? new sdk[name]() : sdk[name]())?.catch?.(() => {}); } catch (error) { return error.message; }
    return 'nothing was thrown';
  };
  const before = names.map((name) => [name, refusal(name)]);
  const broken = await sdk.init({ wasm: new Uint8Array(4) }).then(() => 'loaded', (error) => error.name);
  const waiting = sdk.init();
  const same = waiting === sdk.init();
  const value = await waiting;
  const after = names.map((name) => [name, refusal(name)]);
  console.log(JSON.stringify({ names, before, broken, same, value: String(value), after, memory: 'memory' in sdk }));
`;
const ENTRIES = [
  { from: '@assay/sdk', types: 'index' },
  { from: '@assay/sdk/evm', types: 'evm' },
  { from: '@assay/sdk/keys', types: 'keys' },
  { from: '@assay/sdk/light-client', types: 'light-client' },
  { from: '@assay/sdk/range', types: 'range' },
  { from: '@assay/sdk/records', types: 'records' },
  { from: '@assay/sdk/zk', types: 'zk' },
];
const WAYS = { module: (from) => `import * as sdk from '${from}';`, commonjs: (from) => `const sdk = require('${from}');` };
const inOneProcess = (type, from) => {
  const first = WAYS[type](from);
  const source = type === 'module' ? `${first}\n${check}` : `${first}\n(async () => {${check}})();`;
  const output = execFileSync(process.execPath, [`--input-type=${type}`, '--eval', source], { cwd: import.meta.dirname ?? dirname(new URL(import.meta.url).pathname) });
  return JSON.parse(output);
};

for (const { from } of ENTRIES) {
  for (const type of Object.keys(WAYS)) {
    test(`${from}, ${type}: helpful before init, loads once, a failed load may be repeated`, () => {
      const { names, before, broken, same, value, after } = inOneProcess(type, from);
      assert.ok(names.length > 0, 'it exports something besides init');
      for (const [name, message] of before) assert.ok(message.startsWith(`${from} is not initialised: call \`await init()\``), `${name}: ${message}`);
      assert.equal(broken, 'CompileError');
      assert.equal(same, true);
      assert.equal(value, 'undefined');
      for (const [name, message] of after) assert.doesNotMatch(message, /not initialised/, name);
    });
  }

  test(`${from}: both ways in export the same`, () => {
    const [esm, cjs] = [inOneProcess('module', from), inOneProcess('commonjs', from)];
    assert.deepEqual(esm.names.toSorted(), cjs.names.toSorted());
  });
}

test('every file that package.json names is there, and one wasm a module', () => {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const paths = [];
  const walk = (entry) => (typeof entry === 'string' ? paths.push(entry) : Object.values(entry).forEach(walk));
  walk(manifest.exports);
  for (const path of [...paths, manifest.main, manifest.types]) assert.ok(readFileSync(join(folder, path)).length > 0, path);
  const modules = ['', '_evm', '_evm_full', '_keys', '_lc', '_range', '_records', '_zk'].map((name) => `./assay${name}_bg.wasm`);
  assert.deepEqual(paths.filter((path) => path.endsWith('.wasm')).sort(), modules.sort());
  assert.match(manifest.version, /^\d+\.\d+\.\d+/);
  assert.notEqual(manifest.version, '0.0.0');
});

for (const { from, types } of ENTRIES) {
  test(`${from}: the declarations name init and every export`, () => {
    const { names } = inOneProcess('module', from);
    for (const file of [`${types}.d.ts`, `${types}.d.cts`]) {
      const text = readFileSync(join(folder, file), 'utf8');
      for (const name of [...names, 'init']) assert.match(text, new RegExp(`export (function|class|enum|const) ${name}\\b`), `${file}: ${name}`);
    }
  });
}
