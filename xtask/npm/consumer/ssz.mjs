// The recorded JSON of a beacon endpoint in SSZ, as the same endpoint would answer it to `Accept: application/octet-stream`: Capella's containers.
import { createHash } from 'node:crypto';

const bytes = (text) => Uint8Array.from(Buffer.from(text.slice(2), 'hex'));
const uint = (value, length = 8) => Uint8Array.from({ length }, (_, at) => Number((BigInt(value) >> BigInt(8 * at)) & 255n));
const join = (...parts) => Uint8Array.from(Buffer.concat(parts));
const many = (texts) => join(...texts.map(bytes));

// Fields of a fixed length in their place; of the others an offset there, and the bytes after all places.
const container = (...fields) => {
  const places = fields.reduce((sum, { variable, value }) => sum + (variable ? 4 : value.length), 0);
  let end = places;
  const heads = fields.map(({ variable, value }) => {
    if (!variable) return value;
    const offset = uint(end, 4);
    end += value.length;
    return offset;
  });
  return join(...heads, ...fields.filter(({ variable }) => variable).map(({ value }) => value));
};
const fixed = (value) => ({ variable: false, value });
const variable = (value) => ({ variable: true, value });

const beacon = ({ slot, proposer_index, parent_root, state_root, body_root }) =>
  join(uint(slot), uint(proposer_index), bytes(parent_root), bytes(state_root), bytes(body_root));

const payload = (header) => container(
  ...['parent_hash', 'fee_recipient', 'state_root', 'receipts_root', 'logs_bloom', 'prev_randao'].map((name) => fixed(bytes(header[name]))),
  ...['block_number', 'gas_limit', 'gas_used', 'timestamp'].map((name) => fixed(uint(header[name]))),
  variable(bytes(header.extra_data)),
  fixed(uint(header.base_fee_per_gas, 32)),
  ...['block_hash', 'transactions_root', 'withdrawals_root'].map((name) => fixed(bytes(header[name]))),
);

const header = (given) => variable(container(fixed(beacon(given.beacon)), variable(payload(given.execution)), fixed(many(given.execution_branch))));
const committee = ({ pubkeys, aggregate_pubkey }) => fixed(join(many(pubkeys), bytes(aggregate_pubkey)));
const aggregate = ({ sync_committee_bits, sync_committee_signature }) =>
  fixed(join(bytes(sync_committee_bits), bytes(sync_committee_signature)));

export const bootstrap = (data) =>
  container(header(data.header), committee(data.current_sync_committee), fixed(many(data.current_sync_committee_branch)));

export const finality = (data) => container(
  header(data.attested_header), header(data.finalized_header), fixed(many(data.finality_branch)),
  aggregate(data.sync_aggregate), fixed(uint(data.signature_slot)),
);

export const optimistic = (data) =>
  container(header(data.attested_header), aggregate(data.sync_aggregate), fixed(uint(data.signature_slot)));

const update = (data) => container(
  header(data.attested_header), committee(data.next_sync_committee), fixed(many(data.next_sync_committee_branch)),
  header(data.finalized_header), fixed(many(data.finality_branch)), aggregate(data.sync_aggregate), fixed(uint(data.signature_slot)),
);

// Of each its length and the fork's digest: mainnet's of Capella.
export const updates = (list) => join(...list.flatMap((data) => {
  const body = join(bytes('0xbba4da96'), update(data));
  return [uint(body.length), body];
}));

// The hash tree root of a beacon block's header: five leaves, padded to eight.
export const beaconRoot = ({ slot, proposer_index, parent_root, state_root, body_root }) => {
  let nodes = [uint(slot, 32), uint(proposer_index, 32), ...[parent_root, state_root, body_root].map(bytes), ...Array(3).fill(new Uint8Array(32))];
  while (nodes.length > 1) {
    nodes = nodes.filter((_, at) => at % 2 === 0).map((left, at) => createHash('sha256').update(left).update(nodes[2 * at + 1]).digest());
  }
  return `0x${Buffer.from(nodes[0]).toString('hex')}`;
};
