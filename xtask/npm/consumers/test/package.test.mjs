// The packed package as others' tools see it, its types as TypeScript does, and its README, which says what each environment needs.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { printed, project, tool } from '../harness/projects.mjs';

const tarball = process.env.ASSAY_TARBALL;
if (!tarball) throw new Error('ASSAY_TARBALL must name the packed package; `cargo xtask test --only release` sets it');
const types = project('types');
const installed = join(types, 'node_modules/@assay/sdk');
const { exports } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));

test('publint finds nothing', async () => {
  assert.match(await printed(process.execPath, [tool('publint'), tarball, '--strict'], types), /All good!/);
});

test('are the types wrong? In no entry point that is code', async () => {
  const wasm = Object.keys(exports).filter((name) => name.endsWith('.wasm'));
  assert.equal(wasm.length, 8);
  // What a CommonJS program and an ES module resolve to, and a bundler. Nobody's types are resolved as Node 10 did.
  const words = [tool('@arethetypeswrong/cli', 'attw'), tarball, '--profile', 'node16', '--exclude-entrypoints', ...wasm];
  assert.match(await printed(process.execPath, words, types), /No problems found/);
});

// Also of the declarations themselves, which `skipLibCheck` would leave unread.
const typescript = async (words, files, skipped = 'false') => {
  const strict = ['--noEmit', '--strict', '--exactOptionalPropertyTypes', '--skipLibCheck', skipped, '--target', 'es2022'];
  await printed(process.execPath, [tool('typescript', 'tsc'), ...strict, ...words, ...files], types).catch(({ stdout, message }) => assert.fail(stdout || message));
};
const PAGE = ['--lib', 'es2022,dom', '--types', ''];
const BOTH = ['app.ts', 'app.cts'];
for (const [project, words, files] of [
  ['a page, moduleResolution bundler', [...PAGE, '--module', 'esnext', '--moduleResolution', 'bundler'], ['app.ts']],
  ['a page, moduleResolution node16', [...PAGE, '--module', 'node16', '--moduleResolution', 'node16'], BOTH],
  ['a page, moduleResolution nodenext', [...PAGE, '--module', 'nodenext', '--moduleResolution', 'nodenext'], BOTH],
  ['a program of Node 20, which has no DOM', ['--lib', 'es2022', '--types', 'node', '--module', 'nodenext'], BOTH],
]) {
  test(`TypeScript, strict: ${project}`, () => typescript(words, files));
}

// Whose own declarations are not ours to check.
test('TypeScript, strict: a dApp with viem, wagmi and ethers', () =>
  typescript([...PAGE, '--module', 'esnext', '--moduleResolution', 'bundler', '--jsx', 'preserve'], ['viem.ts'], 'true'));

test('the README tells what each environment needs by the very lines that are run here', () => {
  const text = (name) => readFileSync(new URL(`../${name}`, import.meta.url), 'utf8');
  const readme = readFileSync(join(installed, 'README.md'), 'utf8');
  for (const name of ['vite', 'webpack', 'rollup', 'esbuild', 'script', 'deno', 'workerd']) {
    for (const line of Object.values(JSON.parse(text(`${name}/package.json`)).scripts)) assert.ok(readme.includes(line), `${name}: ${line}`);
  }
  const [importMap] = text('script/index.html').match(/<script type="importmap">[^]*?<\/script>/);
  assert.ok(readme.includes(importMap), importMap);
});
