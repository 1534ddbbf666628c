// node widget.mjs <sources> <folder of @assay/sdk> <folder to write>: checks the widget's types and bundles it. Prints each file's integrity and size as JSON.
//
// Each file is bundled with the integrity of those that it may load, so they come in this order; what the page names is the last. Of the SDK's wasm
// the same: its own loaders fetch it, and are changed to do so with its integrity.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const [source, sdk, out] = process.argv.slice(2).map((folder) => resolve(folder));
if (out === undefined) throw new Error('widget.mjs needs three folders: the sources, @assay/sdk, and the one to write');

/** Entry points in the order in which they are made, by the file that each becomes. */
const FILES = [['evm.js', 'engine/evm.ts'], ['wallet.js', 'wallet/assay.ts'], ['engine.js', 'engine/serve.ts'], ['views.js', 'views/show.ts'], ['widget.js', 'widget.ts']];
/** What the widget imports of the SDK: the file for browsers, and its types. */
const ENTRIES = {
  '@assay/sdk': ['browser.js', 'index.d.ts'],
  '@assay/sdk/evm': ['evm.browser.js', 'evm.d.ts'],
  '@assay/sdk/provider': ['provider/index.js', 'provider/index.d.ts'],
};
const WASM = /new URL\('\.\/(\w+\.wasm)', import\.meta\.url\)/g;

const integrity = {};
const write = (name, bytes) => {
  writeFileSync(join(out, name), bytes);
  integrity[name] = `sha384-${createHash('sha384').update(bytes).digest('base64')}`;
};

/** The types, against those of the package that is bundled. */
function check() {
  const file = `${out}.tsconfig.json`;
  const paths = Object.fromEntries(Object.entries(ENTRIES).map(([name, [, types]]) => [name, [join(sdk, types)]]));
  writeFileSync(file, JSON.stringify({ extends: join(source, 'tsconfig.json'), compilerOptions: { paths }, include: [join(source, 'src')] }));
  const tsc = createRequire(import.meta.url).resolve('typescript/package.json');
  const { status } = spawnSync(process.execPath, [join(tsc, '../bin/tsc'), '-p', file], { stdio: ['ignore', 2, 2] });
  if (status !== 0) process.exit(1);
}

/** The package's own files, by its names; its loaders with the integrity of what they load. */
const packaged = {
  name: 'packaged',
  setup({ onLoad, onResolve }) {
    onResolve({ filter: /^@assay\/sdk/ }, ({ path }) => ({ path: join(sdk, ENTRIES[path][0]) }));
    onLoad({ filter: /\.browser\.js$|[/\\]browser\.js$/ }, ({ path }) => {
      const text = readFileSync(path, 'utf8');
      const contents = text.replace(WASM, (address, name) => {
        if (integrity[name] === undefined) write(name, readFileSync(join(sdk, name)));
        return `fetch(${address}, { integrity: '${integrity[name]}', credentials: 'omit' })`;
      });
      if (contents === text) throw new Error(`${path} loads no wasm as it is expected to: the widget could not say which bytes it wants`);
      return { contents, loader: 'js' };
    });
  },
};

async function bundle(name, entry) {
  const { outputFiles: [file] } = await build({
    entryPoints: [join(source, 'src', entry)], bundle: true, minify: true, write: false, format: 'esm', target: ['es2022'], charset: 'utf8', legalComments: 'none',
    loader: { '.css': 'text' }, define: { PARTS: JSON.stringify(integrity) }, plugins: [packaged, minifiedStyle], logLevel: 'warning',
  });
  write(name, file.contents);
}

/** Style sheets as text, without what only people read. */
const minifiedStyle = {
  name: 'minified-style',
  setup({ onLoad }) {
    onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { outputFiles: [file] } = await build({ entryPoints: [path], minify: true, write: false, logLevel: 'warning' });
      return { contents: file.text.trim(), loader: 'text' };
    });
  },
};

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
check();
for (const [name, entry] of FILES) await bundle(name, entry);
const sizes = Object.fromEntries(Object.keys(integrity).map((name) => {
  const bytes = readFileSync(join(out, name));
  return [name, { integrity: integrity[name], raw: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length }];
}));
writeFileSync(join(out, 'integrity.json'), `${JSON.stringify(integrity, null, 2)}\n`);
console.log(JSON.stringify(sizes));
