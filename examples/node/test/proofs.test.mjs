import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { init, isAssayError, mappingSlot, verifyAttestation, verifyStateProof } from '@assay/sdk';
import { BALANCE_OF, ask, chain, contracts, integer, investors, text, token } from './devnet.mjs';

before(() => init());

const refused = (code) => (error) => isAssayError(error, code) || assert.fail(`${error.code}: ${error.message}`);

/** The proof of Alice's balance of the private credit, at the newest block. */
async function balanceProof() {
  const { balanceSlot } = token('dCREDIT').extensions.assay;
  const slot = mappingSlot({ key: investors.alice.address, slot: balanceSlot });
  const block = await ask('eth_getBlockByNumber', 'latest', false);
  const proof = await ask('eth_getProof', contracts.credit, [slot], { blockHash: block.hash });
  return { blockHash: block.hash, block, proof, address: contracts.credit, slots: [slot] };
}

test('a balance is proved from the block alone', async () => {
  const proof = await balanceProof();
  const { at, address, slots } = verifyStateProof(proof);
  assert.equal(at.hash, proof.blockHash);
  assert.equal(address.toLowerCase(), contracts.credit.toLowerCase());
  assert.equal(BigInt(slots[0].value), await integer(contracts.credit, BALANCE_OF, investors.alice.address, at));
  assert.notEqual(BigInt(slots[0].value), 0n);
  const asText = { ...proof, block: JSON.stringify(proof.block), proof: JSON.stringify(proof.proof) };
  assert.deepEqual(verifyStateProof(asText).slots, slots);
});

const flip = (hex) => hex.slice(0, -1) + (hex.endsWith('0') ? '1' : '0');

test('whatever is altered is refused', async () => {
  const good = await balanceProof();
  const alter = (change) => {
    const bad = structuredClone(good);
    change(bad);
    return () => verifyStateProof(bad);
  };
  const storage = (bad) => bad.proof.storageProof[0];
  assert.throws(alter((bad) => { storage(bad).proof[0] = flip(storage(bad).proof[0]); }), refused('proof-root-mismatch'));
  assert.throws(alter((bad) => { bad.proof.accountProof[0] = flip(bad.proof.accountProof[0]); }), refused('proof-root-mismatch'));
  assert.throws(alter((bad) => { storage(bad).value = flip(storage(bad).value); }), refused('proof-root-mismatch'));
  assert.throws(alter((bad) => { bad.proof.balance = '0x1'; }), refused('proof-root-mismatch'));
  assert.throws(alter((bad) => { bad.block.stateRoot = flip(bad.block.stateRoot); }), refused('proof-header-mismatch'));
  assert.throws(alter((bad) => { bad.blockHash = flip(bad.blockHash); }), refused('proof-header-mismatch'));
  assert.throws(alter((bad) => { bad.address = contracts.fund; }), refused('proof-other'));
  assert.throws(alter((bad) => { bad.slots = []; }), refused('proof-other'));
  assert.throws(alter((bad) => { delete bad.proof.accountProof; }), refused('proof-malformed'));
  assert.throws(alter((bad) => { bad.block = 'not JSON'; }), refused('argument-invalid'));
});

test('a reserve attestation counts where an attester of the list signed it', () => {
  const { attesters, attestations: [file] } = token('dXAU').extensions.assay;
  const asset = `${chain}/erc20:${contracts.gold}`;
  const signed = JSON.parse(text(file));
  const options = { attestation: signed, asset, attesters };
  const reserve = verifyAttestation(options);
  assert.equal(reserve.amount.raw, `${signed.message.reserves}`);
  assert.equal(reserve.unit, 'troy ounce');
  assert.equal(reserve.attester.toLowerCase(), attesters[0].toLowerCase());

  const more = structuredClone(signed);
  more.message.reserves = `${BigInt(signed.message.reserves) + 1n}`;
  assert.throws(() => verifyAttestation({ ...options, attestation: more }), refused('attestation-signer'));
  assert.throws(() => verifyAttestation({ ...options, attesters: [investors.alice.address] }), refused('attestation-signer'));
  assert.throws(() => verifyAttestation({ ...options, asset: `${chain}/erc20:${contracts.cash}` }), refused('attestation-other-asset'));
  assert.throws(() => verifyAttestation({ ...options, asset: `eip155:1/erc20:${contracts.gold}` }), refused('attestation-other-asset'));
  assert.throws(() => verifyAttestation({ ...options, now: reserve.expires + 1 }), refused('attestation-expired'));
});
