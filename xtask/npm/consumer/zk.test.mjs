// `@assay/sdk/zk`: proofs that snarkjs and gnark made, in each of their formats, and what is refused.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test, { before } from 'node:test';
import { pathToFileURL } from 'node:url';
import { Groth16Key, init, isAssayError, keyHash } from '@assay/sdk/zk';

const vectors = pathToFileURL(`${process.env.ASSAY_VECTORS}/groth16/`);
const text = (name) => readFileSync(new URL(name, vectors), 'utf8');
const json = (name) => JSON.parse(text(name));
const refused = (code) => (error) => isAssayError(error, code);

before(() => init());

test('a proof by snarkjs holds, as text and as objects, for its inputs alone', () => {
  const key = json('verification_key.json');
  const hash = keyHash({ key });
  assert.equal(keyHash({ key: text('verification_key.json') }), hash);
  const pinned = new Groth16Key({ key, hash });
  assert.equal(pinned.hash, hash);
  pinned.verify({ proof: json('proof.json'), inputs: json('public.json') });
  pinned.verify({ proof: text('proof.json'), inputs: json('public.json') });
  const [first, ...others] = json('public.json');
  const next = (BigInt(first) + 1n).toString();
  const alias = (BigInt(first) + 21888242871839275222246405745257275088548364400416034343698204186575808495617n).toString();
  for (const [inputs, code] of [[[next, ...others], 'zk-not-proven'], [[alias, ...others], 'zk-malformed'], [others, 'zk-malformed']]) {
    assert.throws(() => pinned.verify({ proof: json('proof.json'), inputs }), refused(code));
  }
  pinned.free();
});

test('a key is of use only with the hash that is expected', () => {
  const key = json('verification_key.json');
  assert.throws(() => new Groth16Key({ key, hash: `0x${'00'.repeat(32)}` }), (error) => {
    assert.equal(error.details.got, keyHash({ key }));
    return isAssayError(error, 'zk-key');
  });
});

test('every format of gnark is the same key, proof and inputs', () => {
  const made = json('gnark.json');
  const hex = (digits) => `0x${digits}`;
  const keys = [made.key.json, hex(made.key.published), hex(made.key.raw), Buffer.from(made.key.raw, 'hex')];
  const hash = keyHash({ key: keys[0] });
  for (const key of keys) {
    const pinned = new Groth16Key({ key, hash });
    for (const proof of [made.proof.json, hex(made.proof.published), hex(made.proof.solidity), hex(made.proof.compressed)]) {
      pinned.verify({ proof, inputs: made.public });
    }
    pinned.verify({ proof: made.proof.json, inputs: hex(made.witness) });
  }
  const committed = { ...made.proof.json, Commitments: [made.proof.json.Ar] };
  assert.throws(() => new Groth16Key({ key: keys[0], hash }).verify({ proof: committed, inputs: made.public }), refused('zk-unsupported'));
});

test('what is no document is refused by name', () => {
  const key = json('verification_key.json');
  const pinned = new Groth16Key({ key, hash: keyHash({ key }) });
  for (const proof of [undefined, null, 7, '', 'no JSON', '0x0', [], {}, { ...json('proof.json'), pi_a: ['1', '2'] }]) {
    assert.throws(() => pinned.verify({ proof, inputs: json('public.json') }), (error) => isAssayError(error), String(proof));
  }
  const endless = [];
  endless.push(endless);
  assert.throws(() => pinned.verify({ proof: { ...json('proof.json'), pi_b: endless }, inputs: [] }), refused('argument-invalid'));
  for (const protocol of ['plonk', 'fflonk']) {
    assert.throws(() => keyHash({ key: { ...key, protocol } }), refused('zk-malformed'));
  }
});
