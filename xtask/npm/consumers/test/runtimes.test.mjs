// What runs JavaScript outside of a browser: each in a process of its own.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import test from 'node:test';
import { printed, project, script } from '../harness/projects.mjs';
import { isRight, question } from '../harness/question.mjs';

const asked = JSON.stringify(question);

for (const [way, file] of [['an ES module', 'main.mjs'], ['CommonJS', 'main.cjs']]) {
  test(`Node, ${way}`, async () => {
    await isRight(JSON.parse(await printed(process.execPath, [file, asked], project('node'))));
  });
}

test('Deno, with the permissions to read the package and to reach the chain alone', async () => {
  await isRight(JSON.parse(await script(project('deno'), 'start', asked)));
});

test("workerd, Cloudflare's edge runtime", async () => {
  const folder = project('workerd');
  await script(folder, 'build');
  const { default: program } = (await import('workerd')).default;
  const worker = spawn(program, ['serve', '--control-fd=1', 'config.capnp'], { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    // It says on which port it listens, or ends.
    const [line] = await Promise.race([once(createInterface(worker.stdout), 'line'), once(worker, 'exit')]);
    const { event, port } = JSON.parse(line);
    assert.equal(event, 'listen');
    const answer = await fetch(`http://127.0.0.1:${port}`, { method: 'POST', body: asked });
    assert.equal(answer.status, 200);
    await isRight(await answer.json());
  } finally {
    worker.kill();
  }
});
