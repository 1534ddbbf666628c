import { init } from '@assay/sdk';
import { createProvider } from '@assay/sdk/provider';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createRoot } from 'react-dom/client';
import { defineChain } from 'viem';
import { createConfig, http, WagmiProvider } from 'wagmi';
import { App } from './App';
import { chainId, rpc, wallet } from './demo';
import './style.css';

const chain = defineChain({ id: chainId, name: 'Demo chain', nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 }, rpcUrls: { default: { http: [rpc] } } });
// Every wallet that announces itself (EIP-6963) becomes one of wagmi's connectors: those of the browser, and Assay's by this line.
createProvider({ wallet, name: 'Fund desk', rpc: { [chainId]: rpc } }).announce();
const config = createConfig({ chains: [chain], transports: { [chainId]: http(rpc) } });

await init();
createRoot(document.querySelector('#root')!).render(
  <WagmiProvider config={config}>
    <QueryClientProvider client={new QueryClient()}>
      <App />
    </QueryClientProvider>
  </WagmiProvider>,
);
