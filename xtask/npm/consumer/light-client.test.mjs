// The light client on a recorded session of mainnet, through both entries of the package.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import test from 'node:test';
import * as imported from '@assay/sdk/light-client';
import * as ssz from './ssz.mjs';

const required = createRequire(import.meta.url)('@assay/sdk/light-client');
const recorded = (name) => JSON.parse(readFileSync(join(process.env.ASSAY_VECTORS, `beacon/mainnet-2023-${name}.json`), 'utf8'));

const [BOOTSTRAP, FINALITY, OPTIMISTIC] = ['bootstrap', 'finality', 'optimistic'].map((name) => recorded(name).data);
const UPDATES = recorded('updates').map(({ data }) => data);
const GENESIS = 1_606_824_023;
const CHECKPOINT = ssz.beaconRoot(BOOTSTRAP.header.beacon);
const START = GENESIS + 12 * (Number(BOOTSTRAP.header.beacon.slot) + 1);
const NOW = GENESIS + 12 * 7_109_432;
const OPTIONS = { chain: 'eip155:1', checkpoint: CHECKPOINT, bootstrap: ssz.bootstrap(BOOTSTRAP), now: START };

const refusal = (run) => {
  try { run(); } catch (error) { return error; }
  return assert.fail('nothing was thrown');
};

for (const [way, { init, LightClient, AssayError }] of [['imported', imported], ['required', required]]) {
  const loaded = init();
  const each = (name, run) => test(`${way}: ${name}`, async () => {
    await loaded;
    run();
  });

  each('from a checkpoint over six periods to the last finalized block', () => {
    const client = new LightClient(OPTIONS);
    assert.equal(client.checkpointAge, 12);
    const period = Math.floor(Number(BOOTSTRAP.header.beacon.slot) / 8192);
    assert.deepEqual([client.wantedPeriod, client.periodAt({ now: NOW })], [period, Math.floor(7_109_432 / 8192)]);
    const { committee } = client.updates({ answer: ssz.updates(UPDATES), now: NOW });
    assert.equal(committee, Math.floor(Number(UPDATES.at(-1).attested_header.beacon.slot) / 8192) + 1);
    const progress = client.finalityUpdate({ answer: ssz.finality(FINALITY), version: 'capella', now: NOW });
    assert.equal(progress.finalized, Number(FINALITY.finalized_header.beacon.slot));
    client.optimisticUpdate({ answer: ssz.optimistic(OPTIMISTIC), now: NOW });
    const finalized = client.finalized({ now: NOW });
    const { execution, beacon } = FINALITY.finalized_header;
    assert.deepEqual(
      [finalized.blockHash, finalized.stateRoot, finalized.number, finalized.timestamp, finalized.strength, finalized.checkpoint],
      [execution.block_hash, execution.state_root, Number(execution.block_number), Number(execution.timestamp), 'finalized', CHECKPOINT],
    );
    assert.equal(finalized.age, NOW - GENESIS - 12 * Number(beacon.slot));
    assert.equal(client.optimistic({ now: NOW }).blockHash, OPTIMISTIC.attested_header.execution.block_hash);
    // What is kept starts another one.
    const kept = client.checkpoint();
    assert.match(kept, new RegExp(`eip155:1 .* ${finalized.beaconRoot} ${finalized.slot} `));
    assert.equal(refusal(() => new LightClient({ ...OPTIONS, checkpoint: kept, now: NOW })).code, 'checkpoint-other');
    client.free();
  });

  each('any changed byte of a finality update is refused, and changes nothing', () => {
    const client = new LightClient(OPTIONS);
    client.updates({ answer: ssz.updates(UPDATES), now: NOW });
    const before = client.finalized({ now: NOW });
    const answer = ssz.finality(FINALITY);
    for (let at = 0; at < answer.length; at += 37) {
      const changed = answer.slice();
      changed[at] ^= 1;
      const error = refusal(() => client.finalityUpdate({ answer: changed, now: NOW }));
      assert.ok(error instanceof AssayError && /^beacon-/.test(error.code), `${at}: ${error}`);
    }
    assert.deepEqual(client.finalized({ now: NOW }), before);
    client.finalityUpdate({ answer, now: NOW });
  });

  each('a number that JavaScript has not exactly is refused, and every other one is exact', () => {
    const client = new LightClient(OPTIONS);
    const { age } = client.finalized({ now: NOW });
    assert.equal(client.finalized({ now: NOW + 2 ** 40 }).age, age + 2 ** 40);
    const far = refusal(() => client.finalized({ now: 2 ** 60 }));
    assert.deepEqual([far.code, far.details.argument], ['number-out-of-range', 'age'], far.message);
  });

  each('what is refused says so by its code', () => {
    const code = (options) => refusal(() => new LightClient({ ...OPTIONS, ...options })).code;
    assert.equal(code({ now: START + 15 * 86_400 }), 'checkpoint-stale');
    assert.equal(code({ maxAge: 11 }), 'checkpoint-stale');
    assert.equal(code({ checkpoint: `0x${'00'.repeat(32)}` }), 'checkpoint-other');
    assert.equal(code({ checkpoint: '0x12' }), 'checkpoint-malformed');
    assert.equal(code({ chain: 'eip155:137' }), 'beacon-malformed');
    assert.equal(code({ version: 'altair' }), 'beacon-malformed');
    assert.equal(code({ bootstrap: OPTIONS.bootstrap.slice(1) }), 'beacon-malformed');
    for (const [options, argument] of [[{ now: 1.5 }, 'now'], [{ now: undefined }, 'now'], [{ now: '5' }, 'now'], [{ bootstrap: [1] }, 'bootstrap'], [{ chain: 1 }, 'chain']]) {
      const error = refusal(() => new LightClient({ ...OPTIONS, ...options }));
      assert.deepEqual([error.code, error.details.argument], ['argument-invalid', argument], error.message);
    }
    const client = new LightClient(OPTIONS);
    const early = refusal(() => client.finalityUpdate({ answer: ssz.finality(FINALITY), now: NOW }));
    assert.deepEqual([early.code, early.blame, typeof early.details.got], ['beacon-period', 'endpoint', 'string'], early.message);
  });
}
