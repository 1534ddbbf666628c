// An endpoint of its own host that passes everything on to the demo chain, or answers as it is told to.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { rpc } from './devnet.mjs';

const bodyOf = async (request) => {
  let text = '';
  for await (const part of request) text += part;
  return text;
};

/** `change` gets each message and its answer, and gives the answer to send; `down` ends each connection. Hosts of 127/8 are this machine. */
export async function proxy({ host = '127.0.0.1', change = (_, answer) => answer, down = false, delay = 0 } = {}) {
  const seen = { requests: 0, open: 0, methods: [] };
  const server = createServer(async (request, response) => {
    seen.requests += 1;
    seen.open += 1;
    response.on('close', () => { seen.open -= 1; });
    const body = await bodyOf(request);
    if (seen.down) return request.socket.destroy();
    if (delay) await new Promise((resolve) => { setTimeout(resolve, delay); });
    const asked = [JSON.parse(body)].flat();
    seen.methods.push(...asked.map(({ method }) => method));
    const answer = await fetch(rpc, { method: 'POST', body, headers: { 'content-type': 'application/json' } });
    const given = await answer.json();
    const answers = [given].flat().map((one) => change(asked.find(({ id }) => id === one.id), one));
    response.setHeader('content-type', 'application/json').end(JSON.stringify(Array.isArray(given) ? answers : answers[0]));
  });
  seen.down = down;
  server.listen(0, host);
  await once(server, 'listening');
  const { port } = server.address();
  return { rpc: `http://${host}:${port}/v3/SECRET`, origin: `http://${host}:${port}`, seen, close: () => { server.closeAllConnections(); server.close(); } };
}
