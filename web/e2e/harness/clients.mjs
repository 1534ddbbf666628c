// A site of its own origin with viem, ethers and wagmi, which drive the wallet through the provider.
import { once } from "node:events";
import { createServer } from "node:http";
import { join } from "node:path";
import { build } from "esbuild";
import { demo, rpc, url } from "./env.mjs";

let bundled;

/** The page's script: its libraries, and the provider from its sources. */
async function script() {
  const entryPoints = [join(import.meta.dirname, "clients_page.mjs")];
  const { outputFiles } = await build({ entryPoints, bundle: true, format: "esm", write: false, logLevel: "warning", define: { "process.env.NODE_ENV": '"production"' } });
  return outputFiles[0].text;
}

/** Serves the site until it is closed; gives its origin. */
export async function serveClients() {
  const { chainId } = demo();
  const told = JSON.stringify({ wallet: url, rpc, chainId });
  const page = `<!doctype html><html lang="en"><title>Example Funds</title><link rel="icon" href="data:,"><body><h1>Example Funds</h1><script>window.told = ${told}</script><script type="module" src="/site.js"></script>`;
  bundled ??= script();
  const text = await bundled;
  const server = createServer((request, response) => {
    if (request.url === "/site.js") response.writeHead(200, { "content-type": "text/javascript" }).end(text);
    else response.writeHead(200, { "content-type": "text/html" }).end(page);
  }).listen(0);
  await once(server, "listening");
  return { origin: `http://localhost:${server.address().port}`, close: () => server.close() };
}
