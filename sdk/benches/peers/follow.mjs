// One light client, in a process of its own, from a checkpoint to the finalized block: `node follow.mjs assay|helios URL CHECKPOINT BLOCKHASH`. Prints
// the microseconds of processor time that it took once its module was there.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [who, url, checkpoint, finalized] = process.argv.slice(2);
const GENESIS = 1_606_824_023;
/** The session's own time: what was signed later did not exist then. */
const now = GENESIS + 12 * 7_109_432;
const bootstrapped = GENESIS + 12 * 7_069_377;

const assay = async () => {
  const { LightClient, init } = await import(pathToFileURL(join(process.env.ASSAY_SDK, 'light-client.node.js')).href);
  await init();
  const headers = { accept: 'application/octet-stream' };
  const ask = async (path) => new Uint8Array(await (await fetch(`${url}/eth/v1/beacon/light_client/${path}`, { headers })).arrayBuffer());
  return async () => {
    const client = new LightClient({ chain: 'eip155:1', checkpoint, bootstrap: await ask(`bootstrap/${checkpoint}`), now: bootstrapped });
    client.updates({ answer: await ask('updates?start_period=862&count=6'), now });
    client.finalityUpdate({ answer: await ask('finality_update'), now });
    assert.equal(client.finalized({ now }).blockHash, finalized);
  };
};

/** Up to the first whole block that it asks for: what comes after is not the light client's. */
const helios = async () => {
  const { createHeliosProvider } = await import('@a16z/helios');
  const askedForBlock = new Promise((resolve) => {
    const plainFetch = globalThis.fetch;
    globalThis.fetch = (asked, ...given) => {
      if (String(asked?.url ?? asked).includes('/beacon/blocks/')) resolve();
      return plainFetch(asked, ...given);
    };
  });
  const provider = await createHeliosProvider({ executionRpc: url, consensusRpc: url, network: 'mainnet', checkpoint }, 'ethereum');
  return () => Promise.race([askedForBlock, provider.waitSynced().then(() => askedForBlock)]);
};

const follow = await { assay, helios }[who]();
const began = process.cpuUsage();
await follow();
const { user, system } = process.cpuUsage(began);
console.log(user + system);
process.exit();
