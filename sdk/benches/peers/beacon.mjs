// The recorded session of mainnet, August 2023, served on this machine, and two light clients that follow it from its checkpoint.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { createHeliosProvider } from '@a16z/helios';

const GENESIS = 1_606_824_023;
const SLOTS_PER_PERIOD = 8192;
/** The session's own time: what was signed later did not exist then. */
const now = GENESIS + 12 * 7_109_432;
const JSON_TYPE = 'application/json';
const SSZ_TYPE = 'application/octet-stream';

/** Bytes and requests of one endpoint that serves the session in SSZ to whoever asks for it, and in JSON to others. */
export async function session(vector, ssz) {
  const [bootstrap, finality, optimistic] = ['bootstrap', 'finality', 'optimistic'].map((name) => vector(`beacon/mainnet-2023-${name}`));
  const updates = vector('beacon/mainnet-2023-updates');
  const first = Math.floor(Number(updates[0].data.attested_header.beacon.slot) / SLOTS_PER_PERIOD);
  const from = (path) => updates.slice(Math.max(0, Number(new URL(path, 'http://localhost').searchParams.get('start_period')) - first));
  const answers = {
    bootstrap: [() => bootstrap, () => ssz.bootstrap(bootstrap.data)],
    updates: [from, (path) => ssz.updates(from(path).map(({ data }) => data))],
    finality_update: [() => finality, () => ssz.finality(finality.data)],
    optimistic_update: [() => optimistic],
  };
  const endpoint = { bytes: 0, requests: 0, onBlock: () => {} };
  const server = createServer((request, response) => {
    const [, name] = /light_client\/([a-z_]+)/.exec(request.url) ?? [];
    // A whole block is asked for once the light client is done: there is none.
    if (name === undefined) endpoint.onBlock();
    const [asJson, asSsz] = answers[name] ?? [];
    const wantsSsz = asSsz !== undefined && request.headers.accept?.startsWith(SSZ_TYPE);
    const body = wantsSsz ? asSsz(request.url) : JSON.stringify(asJson?.(request.url) ?? {});
    endpoint.bytes += body.length;
    endpoint.requests += 1;
    response.writeHead(asJson ? 200 : 404, { 'content-type': wantsSsz ? SSZ_TYPE : JSON_TYPE }).end(body);
  });
  await new Promise((ready) => { server.listen(0, '127.0.0.1', ready); });
  const url = `http://127.0.0.1:${server.address().port}`;
  const checkpoint = ssz.beaconRoot(bootstrap.data.header.beacon);
  return { endpoint, url, checkpoint, finalized: finality.data.finalized_header.execution.block_hash };
}

/** From the checkpoint to the finalized block, by @assay/sdk/light-client. */
export async function assay({ LightClient }, { url, checkpoint, finalized }) {
  const ask = async (path) => new Uint8Array(await (await fetch(`${url}/eth/v1/beacon/light_client/${path}`, { headers: { accept: SSZ_TYPE } })).arrayBuffer());
  const bootstrapped = GENESIS + 12 * 7_069_377;
  const client = new LightClient({ chain: 'eip155:1', checkpoint, bootstrap: await ask(`bootstrap/${checkpoint}`), now: bootstrapped });
  client.updates({ answer: await ask('updates?start_period=862&count=6'), now });
  client.finalityUpdate({ answer: await ask('finality_update'), now });
  assert.equal(client.finalized({ now }).blockHash, finalized);
  client.free();
}

/** The same by Helios, up to the first whole block that it asks for: what comes after is not the light client's. */
export async function helios({ endpoint, url, checkpoint }) {
  const done = new Promise((resolve) => { endpoint.onBlock = resolve; });
  const provider = await createHeliosProvider({ executionRpc: url, consensusRpc: url, network: 'mainnet', checkpoint }, 'ethereum');
  await done;
  endpoint.onBlock = () => {};
  await provider.shutdown();
}
