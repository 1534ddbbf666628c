// In the site's page: the three client libraries over the provider, each as its own documentation sets it up. Bundled by `clients.mjs`.
import { connect, createConfig, disconnect, getConnection, getConnectors, reconnect, signMessage, switchChain, watchConnection } from "@wagmi/core";
import * as ethers from "ethers";
import * as viem from "viem";
import { createSiweMessage, generateSiweNonce, verifySiweMessage } from "viem/siwe";
import { createProvider } from "../../../sdk/npm/provider/index.ts";

const { wallet, rpc, chainId } = window.told;
const chain = viem.defineChain({ id: chainId, name: "Demo chain", nativeCurrency: { name: "Ether", symbol: "ETH", decimals: 18 }, rpcUrls: { default: { http: [rpc] } } });
/** A chain that no wallet knows. */
const elsewhere = viem.defineChain({ ...chain, id: 137, name: "Elsewhere", rpcUrls: { default: { http: ["https://rpc.example.org"] } } });
const provider = createProvider({ wallet, name: "Example Funds", rpc: { [chainId]: rpc } });
const events = [];
for (const name of ["connect", "disconnect", "accountsChanged", "chainChanged"]) {
  provider.on(name, (value) => events.push([name, value instanceof Error ? value.code : value]));
}
provider.announce();

const PATIENCE = 120_000;
const never = () => new Promise((_, reject) => setTimeout(() => reject(new Error(`no answer within ${PATIENCE / 1000} s`)), PATIENCE));

/** What became of a promise, as plain data: an error with what its library says of it, down to the provider's own. */
async function outcome(promise) {
  try {
    return { result: await Promise.race([promise, never()]) };
  } catch (error) {
    let innermost = error;
    while (innermost.cause ?? innermost.info?.error) innermost = innermost.cause ?? innermost.info.error;
    return { error: { name: error.name, code: error.code, innermost: innermost.code, message: innermost.message } };
  }
}

const config = createConfig({ chains: [chain, elsewhere], transports: { [chainId]: viem.http(rpc), [elsewhere.id]: viem.http() } });
Object.assign(window, {
  provider, events, outcome, viem, ethers, chain,
  siwe: { createSiweMessage, generateSiweNonce, verifySiweMessage },
  walletClient: viem.createWalletClient({ chain, transport: viem.custom(provider) }),
  publicClient: viem.createPublicClient({ chain, transport: viem.http(rpc) }),
  wagmi: { config, connect, disconnect, getConnection, getConnectors, reconnect, signMessage, switchChain, watchConnection },
});
document.body.dataset.ready = "";
