// Where the wallet is, and what the demo chain beside it tells of itself. A site of your own knows its chain, its endpoint and its token by heart.
import { defineConfig } from 'vite';

const wallet = process.env.WALLET ?? 'http://localhost:8420';
const read = async (name: string) => (await fetch(`${wallet}/demo/${name}`)).json();

export default defineConfig(async () => {
  const [{ rpc, chainId, contracts }, list] = await Promise.all([read('demo.json'), read('tokenlist.json')]);
  return {
    define: { DEMO: JSON.stringify({ wallet, rpc, chainId, asset: contracts.fund, list }) },
    // Each file of wagmi says 'use client', which means nothing without a server.
    build: { rolldownOptions: { checks: { moduleLevelDirective: false } } },
  };
});
