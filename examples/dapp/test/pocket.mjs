// Another wallet of the browser: announced by EIP-6963, with Alice's key, which signs for real and sends to the demo chain.
import { createWalletClient, http } from 'viem';
import { mnemonicToAccount } from 'viem/accounts';

/** Runs in the page, before its own scripts. */
function announce() {
  const provider = {
    async request({ method, params }) {
      const { result, error } = JSON.parse(await window.askPocket(JSON.stringify({ method, params })));
      if (error) throw Object.assign(new Error(error.message), { code: error.code });
      return result;
    },
    on() {},
    removeListener() {},
  };
  const info = { uuid: '5b5a6a2e-93f2-4b44-8b6a-0d2f1b2f5f0e', name: 'Pocket', icon: 'data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg"/>', rdns: 'org.example.pocket' };
  const tell = () => dispatchEvent(new CustomEvent('eip6963:announceProvider', { detail: Object.freeze({ info, provider }) }));
  addEventListener('eip6963:requestProvider', tell);
  tell();
}

export async function pocket(page, { phrase, path, rpc, chainId }) {
  const account = mnemonicToAccount(phrase, { path });
  const chain = { id: chainId, name: 'Demo chain', nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 }, rpcUrls: { default: { http: [rpc] } } };
  const wallet = createWalletClient({ account, chain, transport: http(rpc) });
  const wallets = {
    refuses: false,
    connected: false,
    async answer({ method, params }) {
      this.connected ||= method === 'eth_requestAccounts';
      if (method === 'eth_accounts' || method === 'eth_requestAccounts') return this.connected ? [account.address] : [];
      if (method === 'eth_chainId') return `0x${chainId.toString(16)}`;
      if (method !== 'eth_sendTransaction') throw { code: 4200, message: `${method} is not there` };
      if (this.refuses) throw { code: 4001, message: 'The user said no' };
      const [{ to, data }] = params;
      return wallet.sendTransaction({ to, data });
    },
  };
  await page.exposeFunction('askPocket', async (text) => {
    const outcome = await wallets.answer(JSON.parse(text)).then((result) => ({ result }), ({ code, message }) => ({ error: { code, message } }));
    return JSON.stringify(outcome);
  });
  await page.addInitScript(announce);
  return wallets;
}
