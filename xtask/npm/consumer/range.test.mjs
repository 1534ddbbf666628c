// `@assay/sdk/range`: what the example for issuers made convinces its holder, and nothing that was changed does.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test, { before } from 'node:test';
import { pathToFileURL } from 'node:url';
import { init, isAssayError, verifyAdequacy, verifyInclusion, verifyOpening, verifyRanges } from '@assay/sdk/range';

const vectors = pathToFileURL(`${process.env.ASSAY_VECTORS}/range/`);
const { context, root, adequacy } = JSON.parse(readFileSync(new URL('published.json', vectors), 'utf8'));
const holder = JSON.parse(readFileSync(new URL('holder.json', vectors), 'utf8'));
const refused = (code) => (error) => isAssayError(error, code);
const flipped = (hex, place) => hex.slice(0, place) + (hex[place] === '0' ? '1' : '0') + hex.slice(place + 1);

before(() => init());

test('a holder finds their balance counted, and no other balance, context or root', () => {
  verifyInclusion({ context, root, ...holder });
  verifyInclusion({ context, root, ...holder, proof: Buffer.from(holder.proof.slice(2), 'hex') });
  const mine = { ...holder.mine, value: '999999' };
  assert.throws(() => verifyInclusion({ context, root, ...holder, mine }), refused('liability-total'));
  for (const changed of [{ issuer: flipped(context.issuer, 9) }, { chain: 2 }, { token: flipped(context.token, 9) },
    { epoch: '8' }, { block: flipped(context.block, 9) }, { exponent: 9 }]) {
    assert.throws(() => verifyInclusion({ context: { ...context, ...changed }, root, ...holder }), refused('liability-not-counted'));
  }
  assert.throws(() => verifyInclusion({ context, root: { ...root, height: 17 }, ...holder }), refused('range-malformed'));
  assert.throws(() => verifyInclusion({ context, root: { ...root, hash: flipped(root.hash, 9) }, ...holder }), refused('liability-not-counted'));
  for (let place = 2; place < holder.proof.length; place += 61) {
    assert.throws(() => verifyInclusion({ context, root, ...holder, proof: flipped(holder.proof, place) }), (error) => isAssayError(error), `digit ${place}`);
  }
});

test('reserves are not less than liabilities, in this context alone', () => {
  verifyAdequacy({ context, ...adequacy });
  assert.equal(adequacy.liabilities, root.commitment);
  assert.throws(() => verifyAdequacy({ context: { ...context, epoch: 8 }, ...adequacy }), refused('range-not-proven'));
  const { reserves, liabilities, proof } = adequacy;
  assert.throws(() => verifyAdequacy({ context, reserves: liabilities, liabilities: reserves, proof }), refused('range-not-proven'));
  assert.throws(() => verifyRanges({ context, commitments: [reserves], proof }), refused('range-not-proven'));
  assert.throws(() => verifyRanges({ context, commitments: [reserves, liabilities], proof }), refused('range-malformed'));
});

test('a commitment opens to its value alone', () => {
  // RFC 9496: the generator of Ristretto, which without a blinding is the commitment to one.
  const commitment = '0xe2f2ae0a6abc4e71a884a961c500515f58e30b6aa582dd8db6a65945e08d2d76';
  const blinding = `0x${'00'.repeat(32)}`;
  verifyOpening({ commitment, value: '1', blinding });
  assert.throws(() => verifyOpening({ commitment, value: '2', blinding }), refused('commitment-not-opened'));
  assert.throws(() => verifyOpening({ commitment: `0x${'ff'.repeat(32)}`, value: '1', blinding }), refused('range-malformed'));
  for (const value of ['-1', '1.5', '', 'x', undefined, 1.5, '18446744073709551616']) {
    assert.throws(() => verifyOpening({ commitment, value, blinding }), refused('argument-invalid'), String(value));
  }
});
