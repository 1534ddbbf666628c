// Bundled by what dApps are bundled with, or not at all, and run in Chromium.
import assert from 'node:assert/strict';
import test, { after } from 'node:test';
import { createServer } from 'vite';
import { close, opened, serve } from '../harness/pages.mjs';
import { project, script } from '../harness/projects.mjs';
import { isRight } from '../harness/question.mjs';

after(close);

for (const name of ['vite', 'webpack', 'rollup', 'esbuild', 'script']) {
  test(`${name}: builds, finds its WebAssembly and answers, under a strict content security policy`, async () => {
    const folder = project(name);
    await script(folder, 'build');
    const site = await serve(`${folder}/dist`, folder);
    try {
      const { answer, loaded } = await opened(site.url);
      await isRight(answer);
      assert.equal(loaded.length, 4, `a module of each entry point, and one that another brought: ${loaded}`);
    } finally {
      site.close();
    }
  });
}

test('vite: its development server does too, with no configuration', async () => {
  const server = await createServer({ root: project('vite'), logLevel: 'warn', server: { host: '127.0.0.1', port: 0, hmr: false } });
  try {
    await server.listen();
    await isRight((await opened(server.resolvedUrls.local[0])).answer);
  } finally {
    await server.close();
  }
});
