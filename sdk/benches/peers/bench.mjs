// The keys of @assay/sdk against its peers, in one run: `cargo xtask bench --only keys` calls this with
//   ASSAY_KEYS     the folder of the assembled package with the release build of the module `keys`
//   ASSAY_NATIVE   the program built from sdk/benches/keys.rs
//
// In every round each implementation has one turn, and the order rotates. A turn is measured in processor time, its own process's
// only, so that other work on the machine matters less. What is compared is the median over the rounds of the ratio within a round.
import { spawn } from 'node:child_process';
import assert from 'node:assert/strict';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { operations } from './operations.mjs';
import { sizes } from './sizes.mjs';

const ROUNDS = 7;
const WARM_UP_MS = 300;
const TURN_MS = 40;

/** The native program: one line is a question, one line its answer. */
const native = {
  async start(inputs) {
    this.child = spawn(process.env.ASSAY_NATIVE, ['--bench'], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.lines = createInterface({ input: this.child.stdout })[Symbol.asyncIterator]();
    this.child.stdin.write(`${JSON.stringify(inputs)}\n`);
  },
  async ask({ operation, implementation }, times) {
    this.child.stdin.write(`${operation} ${implementation} ${times}\n`);
    const { value, done } = await this.lines.next();
    assert.equal(done, false, 'the native program ended');
    const [nanoseconds, result] = value.split(' ');
    return { ms: Number(nanoseconds) / 1e6, result };
  },
};

const turn = async (run, times) => {
  if (typeof run !== 'function') return native.ask(run, times);
  let result;
  const before = process.cpuUsage();
  for (let done = 0; done < times; done++) {
    result = run();
    if (result instanceof Promise) result = await result;
  }
  const { user, system } = process.cpuUsage(before);
  return { ms: (user + system) / 1e3, result };
};

/** How many times a turn repeats, after as much running that the engine has compiled what it compiles. */
const warmUp = async (run, slow) => {
  let times = 1;
  let last = await turn(run, times);
  for (let spent = last.ms; !slow && spent < WARM_UP_MS; spent += last.ms) {
    times = Math.max(1, Math.min(times * 4, Math.round((times * TURN_MS) / Math.max(last.ms, 0.01))));
    last = await turn(run, times);
  }
  return { times, result: last.result };
};

const agree = (operation, results) => {
  for (const kind of ['whole', 'part']) {
    const found = Object.entries(results)
      .map(([name, result]) => [name, kind === 'part' ? result?.part : typeof result === 'string' ? result : undefined])
      .filter(([, result]) => result !== undefined);
    for (const [name, result] of found) assert.equal(result, found[0][1], `${operation}: ${name} against ${found[0][0]}`);
  }
};

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
const milliseconds = (ms) => (ms >= 1 ? `${ms.toFixed(1)} ms` : `${(ms * 1e3).toFixed(1)} µs`);
const factor = (ratio) => (ratio >= 10 ? ratio.toFixed(0) : ratio.toFixed(2));

const measure = async ({ name, slow, goals, implementations }) => {
  const names = Object.keys(implementations);
  const [times, results] = [{}, {}];
  for (const each of names) ({ times: times[each], result: results[each] } = await warmUp(implementations[each], slow));
  agree(name, results);
  const rounds = [];
  for (let round = 0; round < ROUNDS; round++) {
    const took = {};
    for (let place = 0; place < names.length; place++) {
      const each = names[(place + round) % names.length];
      took[each] = (await turn(implementations[each], times[each])).ms / times[each];
    }
    rounds.push(took);
  }
  return names.map((each) => {
    const ratios = rounds.map((took) => took[each] / took.assay);
    const ratio = median(ratios);
    const goal = goals[each] && { least: goals[each], met: ratio >= goals[each] };
    return { operation: name, implementation: each, ms: median(rounds.map((took) => took[each])), ratio, ratios, goal };
  });
};

const print = (rows) => {
  console.log('| operation | implementation | processor time | × of assay in wasm | lowest to highest | goal |');
  console.log('| --- | --- | ---: | ---: | ---: | --- |');
  for (const { operation, implementation, ms, ratio, ratios, goal } of rows) {
    const range = `${factor(Math.min(...ratios))} to ${factor(Math.max(...ratios))}`;
    const said = goal ? `≥ ${factor(goal.least)}: ${goal.met ? 'met' : 'MISSED'}` : '';
    const own = implementation === 'assay';
    console.log(`| ${own ? operation : ''} | ${implementation} | ${milliseconds(ms)} | ${own ? '1' : factor(ratio)} | ${own ? '' : range} | ${said} |`);
  }
};

const folder = process.env.ASSAY_KEYS;
const assay = await import(pathToFileURL(join(folder, 'keys.node.js')));
await assay.init();
console.log(`Node ${process.version}; more than 1: slower than the keys of @assay/sdk in WebAssembly, less: faster\n`);
const rows = [];
for (const operation of await operations(assay, native)) rows.push(...(await measure(operation)));
print(rows);
native.child.stdin.end();

console.log('\n| what a page loads for phrases, keys, every kind of signature, keystores and Argon2id | raw | gzip | brotli |');
console.log('| --- | ---: | ---: | ---: |');
for (const { name, raw, gzip, brotli } of await sizes(folder)) console.log(`| ${name} | ${raw} | ${gzip} | ${brotli} |`);

const lost = rows.filter(({ implementation, ratio }) => ratio < 1 && !implementation.endsWith('native'));
console.log(`\nFaster than it in JavaScript: ${lost.map(({ operation, implementation, ratio }) => `${implementation} at ${operation} (${factor(ratio)})`).join(', ') || 'none'}`);
const missed = rows.filter(({ goal }) => goal && !goal.met);
console.log(`Goals missed: ${missed.map(({ operation, implementation, ratio, goal }) => `${operation} against ${implementation} (${factor(ratio)} of ${factor(goal.least)})`).join(', ') || 'none'}`);
