// The provider fits what viem and wagmi expect of one, without a cast: that this compiles is the test (`npm run build`).
import { createProvider } from '@assay/sdk/provider';
import { createWalletClient, custom, type EIP1193Provider } from 'viem';
import { injected } from 'wagmi';

const provider = createProvider({ wallet: 'https://wallet.example' });
export const ofViem: EIP1193Provider = provider;
export const client = createWalletClient({ transport: custom(provider) });
export const connector = injected({ target: { id: 'assay', name: 'Assay', provider } });
