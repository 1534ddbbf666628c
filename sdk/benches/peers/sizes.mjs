// What a page loads to do the same job: phrases and derivation, every kind of signature, verification, typed data, keystores of version
// 3 and Argon2id with AES-GCM. Peers are bundled and minified by esbuild, from only what the job needs of them.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const noble = `
  export { argon2id } from '@noble/hashes/argon2.js';
  export { gcm, ctr } from '@noble/ciphers/aes.js';
`;
const keystore = `
  export { scrypt } from '@noble/hashes/scrypt.js';
  export { pbkdf2 } from '@noble/hashes/pbkdf2.js';
`;
const phrases = `
  export { HDKey } from '@scure/bip32';
  export { entropyToMnemonic, mnemonicToSeedSync, validateMnemonic } from '@scure/bip39';
  export { wordlist } from '@scure/bip39/wordlists/english.js';
`;
export const JOBS = {
  'viem, scure, noble': `
    export { hdKeyToAccount, privateKeyToAccount } from 'viem/accounts';
    export { hashTypedData, recoverAddress, verifyMessage, verifyTypedData } from 'viem';
    ${phrases}${keystore}${noble}`,
  'micro-eth-signer, scure, noble': `
    export { Transaction, addr, authorization, eip191Signer, recoverAddressTyped, signTyped, verifyTyped } from 'micro-eth-signer';
    ${phrases}${keystore}${noble}`,
  'ethers, noble': `
    export { HDNodeWallet, Mnemonic, TypedDataEncoder, Wallet, recoverAddress, verifyMessage, verifyTypedData } from 'ethers';
    ${noble}`,
};

export const bundled = async (contents, resolveDir) => {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir }, bundle: true, minify: true, format: 'esm', platform: 'browser', target: 'es2022',
    external: ['*.wasm'], legalComments: 'none', write: false, logLevel: 'error',
  });
  return Buffer.from(outputFiles[0].contents);
};

export const weigh = (files) => ({
  raw: files.reduce((sum, file) => sum + file.length, 0),
  gzip: files.reduce((sum, file) => sum + gzipSync(file, { level: 9 }).length, 0),
  brotli: files.reduce((sum, file) => sum + brotliCompressSync(file, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length, 0),
});

/** Ours, the wasm with its loader, and the peers'. */
export const sizes = async (folder) => {
  const loader = await bundled("export * from './keys.browser.js';", folder);
  const wasm = readFileSync(join(folder, 'assay_keys_bg.wasm'));
  const found = [
    { name: '@assay/sdk/keys: wasm and loader', ...weigh([wasm, loader]) },
    { name: '@assay/sdk/keys: loader alone', ...weigh([loader]) },
  ];
  for (const [name, contents] of Object.entries(JOBS)) {
    found.push({ name, ...weigh([await bundled(contents, import.meta.dirname ?? new URL('.', import.meta.url).pathname)]) });
  }
  return found;
};
