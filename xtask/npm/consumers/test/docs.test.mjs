// The examples of the documentation, every one: of the README, and of the comments in the declarations. They are compiled under `strict`, and run.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import test from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { printed, tool } from '../harness/projects.mjs';
import { given } from '../docs/given.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const installed = join(root, 'node_modules/@assay/sdk');
const made = join(root, 'docs/made');
rmSync(made, { recursive: true, force: true });
mkdirSync(made, { recursive: true });

// The declarations of an entry: one file, or those of its folder.
const { exports: paths } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));
const declarations = (folder) => readdirSync(join(installed, folder)).filter((name) => name.endsWith('.d.ts')).map((name) => join(folder, name));
const files = ['README.md', ...declarations('.'), ...declarations('provider')];
const entryOf = (file) => `@assay/sdk/${file.split('/')[0].replace('.d.ts', '')}`.replace('/index', '');

const FENCE = /^([ \t]*(?:\* )?)```(js|ts)\n([^]*?)^[ \t]*(?:\* )?```$/gm;
const examples = (file) => {
  const text = readFileSync(join(installed, file), 'utf8');
  return [...text.matchAll(FENCE)].map(({ 1: margin, 3: body, index }) => ({
    name: `${file}:${text.slice(0, index).split('\n').length}`,
    entry: file.endsWith('.d.ts') ? entryOf(file) : body.match(/from '(@assay\/sdk[^']*)'/)[1],
    body: body.split('\n').map((line) => (line.startsWith(margin.trimEnd()) ? line.slice(margin.length) : line.trimStart())).join('\n'),
  }));
};
const found = files.flatMap(examples);

// What is about a chain of nobody's is about the demo chain here; the light client's is mainnet's.
const here = ({ entry, body }) => {
  const { chain } = given['@assay/sdk'];
  return entry === '@assay/sdk/light-client' ? body : body.replaceAll('eip155:1', chain).replaceAll('https://indexer.example.org', 'http://127.0.0.1:9');
};
// The recorded session of the light client is of 2023, nobody listens where that indexer is, and the only recorded proof is of another statement: each
// is refused for just that.
const REFUSED = { 'Date.now() / 1000': 'checkpoint-stale', 'client.indexed': 'endpoint-refused', 'verifyRanges(': 'range-not-proven' };

const uses = (body, name) => new RegExp(`(?<![\\w.'"\`$])${name}(?![\\w'"\`]|\\s*:)|\\$\\{${name}\\}|\\[${name}\\]`).test(body);
const declares = (body, name) => [...body.matchAll(/\b(?:const|let|import) (?:\{([^}]*)\}|\[([^\]]*)\]|(\w+))/g)].some((names) => names.slice(1).some((list) => list?.split(/[\s,:]+/).includes(name)));

// A component renders once; everything else is the body of a function.
const program = async (example) => {
  const body = here(example);
  const imports = body.match(/^import .*$/gm) ?? [];
  const rest = body.replace(/^import .*\n/gm, '');
  const values = Object.keys(given[example.entry]).filter((name) => uses(rest, name) && !declares(body, name));
  const exported = Object.keys(await import(example.entry)).filter((name) => uses(rest, name) && !declares(body, name) && !values.includes(name));
  const own = exported.length > 0 ? [`import { ${exported.join(', ')} } from '${example.entry}';`] : [];
  const taken = values.length > 0 ? [`const { ${values.join(', ')} } = given['${example.entry}'];`] : [];
  const component = imports.some((line) => line.includes("'wagmi'"));
  const head = `export default ${component ? '' : 'async '}() => {`;
  return { component, text: [...imports, ...own, "import { given } from '../given.mjs';", ...taken, head, rest.trimEnd(), '};', ''].join('\n') };
};

const rendered = async (component) => {
  const [{ createElement }, { renderToString }, { QueryClient, QueryClientProvider }, { WagmiProvider, createConfig }, { http }] = await Promise.all(
    ['react', 'react-dom/server', '@tanstack/react-query', 'wagmi', 'viem'].map((name) => import(name)));
  const { chain } = given['@assay/sdk/viem'].publicClient;
  const config = createConfig({ chains: [chain], transports: { [chain.id]: http() } });
  const page = () => { component(); return 'rendered'; };
  const inside = createElement(QueryClientProvider, { client: new QueryClient() }, createElement(page));
  assert.equal(renderToString(createElement(WagmiProvider, { config }, inside)), 'rendered');
};

const written = await Promise.all(found.map(async (example, at) => {
  const { component, text } = await program(example);
  const path = join(made, `example${at}`);
  writeFileSync(`${path}.ts`, text);
  writeFileSync(`${path}.mjs`, text);
  return { ...example, component, path };
}));

test('there are examples in the README and in the declarations', () => {
  for (const file of ['README.md', 'index.d.ts', 'records.d.ts', 'viem.d.ts']) assert.ok(found.some(({ name }) => name.startsWith(`${file}:`)), file);
});

const METHOD = /^\s+(?:static )?(\w+)\(/gm;
const REEXPORTED = /^export \{([^}]*)\} from '\.\/index\.js'/gm;
// An export with its comment, and of a class with all that is in it.
const declaration = (text, name) => {
  const comment = String.raw`(?:/\*\*(?:(?!\*/)[^])*\*/\s*)?`;
  return text.match(new RegExp(`${comment}^export (?:declare )?(?:(?:function|const) ${name}\\b|class ${name}\\b[^]*?^})`, 'm'))?.[0] ?? '';
};
// What its examples leave out: itself, or methods of it. `free` is of every class alike.
const leftOut = (declared, name) => {
  const shown = [...declared.matchAll(FENCE)].map(({ 3: body }) => body).join('');
  const methods = [...declared.matchAll(METHOD)].map(([, method]) => method).filter((method) => !['constructor', 'free'].includes(method));
  return [...(uses(shown, name) ? [] : [name]), ...methods.filter((method) => !shown.includes(`.${method}(`)).map((method) => `${name}.${method}`)];
};

test('every export and every method has an example where it is declared', async () => {
  const entries = Object.keys(paths).filter((path) => !/\.\w+$/.test(path)).map((path) => path.replace('.', '@assay/sdk'));
  const without = await Promise.all(entries.map(async (entry) => {
    const own = files.filter((file) => file !== 'README.md' && entryOf(file) === entry);
    const text = own.map((file) => readFileSync(join(installed, file), 'utf8')).join('\n');
    // What it takes over from the main entry is declared there.
    const taken = [...text.matchAll(REEXPORTED)].flatMap(([, names]) => names.split(/[\s,]+/));
    const names = Object.keys(await import(entry)).filter((name) => !taken.includes(name));
    return names.flatMap((name) => leftOut(declaration(text, name), name)).map((name) => `${entry}: ${name}`);
  }));
  assert.deepEqual(without.flat(), []);
});

test('all of them compile under strict', async () => {
  const words = ['--noEmit', '--strict', '--allowJs', '--skipLibCheck', 'true', '--target', 'es2022', '--lib', 'es2023,dom', '--types', 'node'];
  const sources = written.map(({ path }) => `${path}.ts`);
  await printed(process.execPath, [tool('typescript', 'tsc'), ...words, '--module', 'esnext', '--moduleResolution', 'bundler', ...sources], root).catch(({ stdout, message }) => {
    const where = stdout?.replace(/example(\d+)\.ts/g, (_, at) => `${written[at].name} (example${at}.ts)`);
    assert.fail(where || message);
  });
});

for (const { name, body, component, path } of written) {
  test(`${name} runs`, async () => {
    const { default: run } = await import(pathToFileURL(`${path}.mjs`));
    const [, expected] = Object.entries(REFUSED).find(([part]) => body.includes(part)) ?? [];
    if (expected) await assert.rejects(run(), { code: expected });
    else await (component ? rendered(run) : run());
  });
}
