// The recorded session of mainnet, August 2023, served on this machine.
import { createServer } from 'node:http';

const SLOTS_PER_PERIOD = 8192;
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
  const endpoint = { bytes: 0, requests: 0 };
  const server = createServer((request, response) => {
    const [, name] = /light_client\/([a-z_]+)/.exec(request.url) ?? [];
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
