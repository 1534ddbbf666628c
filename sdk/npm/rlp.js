// What nodes answer in JSON, as RLP for the wasm: headers as they are hashed, and proofs without what they say of themselves.
import { AssayError } from './errors.js';

const malformed = (what, got, expected) => {
  const text = String(got).slice(0, 80);
  const details = { got: text, expected };
  return new AssayError(`${what} is malformed: got ${text}, expected ${expected}`, 'proof-malformed', 'endpoint', 'otherEndpoint', details);
};

export const bytesOf = (what, text) => {
  if (typeof text !== 'string' || !/^0x([0-9a-f]{2})*$/i.test(text)) throw malformed(what, text, 'bytes: 0x and an even number of hexadecimal digits');
  const bytes = new Uint8Array(text.length / 2 - 1);
  for (let at = 0; at < bytes.length; at += 1) bytes[at] = Number.parseInt(text.slice(2 * at + 2, 2 * at + 4), 16);
  return bytes;
};

const integerOf = (what, text) => {
  if (typeof text !== 'string' || !/^0x[0-9a-f]{1,64}$/i.test(text)) throw malformed(what, text, 'a quantity: 0x and 1 to 64 hexadecimal digits');
  const digits = text.slice(2).replace(/^0+/, '');
  return bytesOf(what, `0x${digits.length % 2 ? '0' : ''}${digits}`);
};

const listOf = (what, list) => {
  if (!Array.isArray(list)) throw malformed(what, list, 'a list');
  return list;
};

const prefix = (base, length) => {
  if (length < 56) return [base + length];
  const digits = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) digits.unshift(rest % 256);
  return [base + 55 + digits.length, ...digits];
};

const concat = (parts) => {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
};

const encode = (item) => {
  if (Array.isArray(item)) {
    const body = concat(item.map(encode));
    return concat([prefix(0xc0, body.length), body]);
  }
  return item.length === 1 && item[0] < 0x80 ? item : concat([prefix(0x80, item.length), item]);
};

// In the order of their hash. A fork adds fields at the end.
const HEADER = [
  ['parentHash', bytesOf], ['sha3Uncles', bytesOf], ['miner', bytesOf], ['stateRoot', bytesOf], ['transactionsRoot', bytesOf],
  ['receiptsRoot', bytesOf], ['logsBloom', bytesOf], ['difficulty', integerOf], ['number', integerOf], ['gasLimit', integerOf],
  ['gasUsed', integerOf], ['timestamp', integerOf], ['extraData', bytesOf], ['mixHash', bytesOf], ['nonce', bytesOf],
  ['baseFeePerGas', integerOf], ['withdrawalsRoot', bytesOf], ['blobGasUsed', integerOf], ['excessBlobGas', integerOf],
  ['parentBeaconBlockRoot', bytesOf], ['requestsHash', bytesOf], ['blockAccessListHash', bytesOf], ['slotNumber', integerOf],
];
const FIRST_FORK = 15;

export const encodedHeader = (block) => {
  const present = HEADER.filter(([name], at) => at < FIRST_FORK || (block[name] ?? null) !== null);
  return encode(present.map(([name, read]) => read(name, block[name])));
};

const nodesOf = (nodes) => listOf('a proof', nodes).map((node) => bytesOf('a node of the proof', node));

export const encodedProof = (proof) => {
  const { nonce, balance, storageHash, codeHash, accountProof, storageProof } = proof ?? {};
  const slots = listOf('storageProof', storageProof).map((slot) => [integerOf('value', slot?.value), nodesOf(slot?.proof)]);
  const account = [integerOf('nonce', nonce), integerOf('balance', balance), bytesOf('storageHash', storageHash), bytesOf('codeHash', codeHash)];
  return encode([...account, nodesOf(accountProof), slots]);
};
