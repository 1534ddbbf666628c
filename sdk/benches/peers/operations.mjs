// What is measured, and how each implementation does it. Every operation begins with the same plain inputs and ends with the same
// bytes, which the run compares. "alone": a peer that does only the part it is named for, so that it has an advantage.
import { pbkdf2Sync, scryptSync } from 'node:crypto';
import { SignTypedDataVersion, TypedDataUtils } from '@metamask/eth-sig-util';
import { secp256k1 } from '@noble/curves/secp256k1.js';
import { argon2id } from '@noble/hashes/argon2.js';
import { scrypt } from '@noble/hashes/scrypt.js';
import { keccak_256 } from '@noble/hashes/sha3.js';
import { HDKey } from '@scure/bip32';
import { mnemonicToSeedSync, validateMnemonic } from '@scure/bip39';
import { wordlist } from '@scure/bip39/wordlists/english.js';
import * as ethers from 'ethers';
import * as hashWasm from 'hash-wasm';
import * as mes from 'micro-eth-signer';
import * as tiny from 'tiny-secp256k1';
import * as viem from 'viem';
import { hdKeyToAccount, privateKeyToAccount } from 'viem/accounts';

export const KEY = '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80';
export const ACCOUNT = '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266';
const PHRASE = 'test test test test test test test test test test test junk';
const MESSAGE = 'I accept the terms of example.org, on the 22nd of November 2026.';
const TO = '0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48';
const DATA = `0xa9059cbb${'70997970c51812dc3a010c7d01b50e0d17dc79c8'.padStart(64, '0')}${'f4240'.padStart(64, '0')}`;
const PASSWORD = 'correct horse battery staple';
const DOCUMENT = {
  types: {
    EIP712Domain: [
      { name: 'name', type: 'string' }, { name: 'version', type: 'string' },
      { name: 'chainId', type: 'uint256' }, { name: 'verifyingContract', type: 'address' },
    ],
    Person: [{ name: 'name', type: 'string' }, { name: 'wallets', type: 'address[]' }],
    Mail: [
      { name: 'from', type: 'Person' }, { name: 'to', type: 'Person[]' },
      { name: 'contents', type: 'string' }, { name: 'amount', type: 'uint256' },
    ],
  },
  primaryType: 'Mail',
  domain: { name: 'Ether Mail', version: '1', chainId: 1, verifyingContract: TO },
  message: {
    from: { name: 'Cow', wallets: [ACCOUNT, TO] },
    to: [{ name: 'Bob', wallets: [TO] }, { name: 'Eve', wallets: [ACCOUNT] }],
    contents: 'Hello, Bob!',
    amount: '1000000000000000000',
  },
};

const hex = (bytes) => Buffer.from(bytes).toString('hex');
const bare = (text) => text.replace(/^0x/, '').toLowerCase();
const keyBytes = Buffer.from(KEY.slice(2), 'hex');
const messageBytes = Buffer.from(MESSAGE);
const digest = Buffer.from(ethers.hashMessage(MESSAGE).slice(2), 'hex');
const signature = await privateKeyToAccount(KEY).signMessage({ message: MESSAGE });
const signatureBytes = Buffer.from(signature.slice(2), 'hex');
const point = secp256k1.getPublicKey(keyBytes, true);
const pathOf = (index) => `m/44'/60'/0'/0/${index}`;
const addressOfPoint = (uncompressed) => hex(keccak_256(uncompressed.subarray(1)).subarray(12));

// With a key that is derived by nobody: the parts around the key derivation are a thousandth of it.
const salt = Buffer.alloc(32, 7);
const scryptOptions = { N: 2 ** 17, r: 8, p: 1 };
const argonOptions = { m: 65536, t: 3, p: 1 };

/** The operations. `goals`: how many times as long as this module's a peer shall take, at least. `assay` is the module `@assay/sdk/keys`, `native` asks the native program. */
export const operations = async (assay, native) => {
  const seed = new assay.Seed({ phrase: PHRASE });
  const key = new assay.Key({ bytes: keyBytes });
  const ethersWallet = new ethers.Wallet(KEY);
  const viemAccount = privateKeyToAccount(KEY);
  const { EIP712Domain: _, ...ethersTypes } = DOCUMENT.types;
  const keystore = key.toKeystore({ password: PASSWORD });
  const newVault = new assay.Vault({ label: 'Bench', phrase: PHRASE, count: 1 });
  const vault = newVault.seal({ password: PASSWORD });
  await native.start({
    phrase: PHRASE, key: KEY, message: MESSAGE, signature, document: JSON.stringify(DOCUMENT),
    keystore, vault, password: PASSWORD, to: TO, data: DATA,
  });
  const natively = (operation, implementation = 'assay') => ({ operation, implementation });
  const hdRoot = HDKey.fromMasterSeed(mnemonicToSeedSync(PHRASE));
  const ethersRoot = ethers.HDNodeWallet.fromPhrase(PHRASE, '', "m/44'/60'/0'/0");
  const transaction = {
    type: 'eip1559', chain: 'eip155:1', nonce: 7, gasLimit: 65000, maxFeePerGas: '30000000000',
    maxPriorityFeePerGas: '1000000000', to: TO, value: '0', data: DATA, accessList: [],
  };
  const last = (list) => bare(list.at(-1));

  return [
    {
      name: 'phrase to seed',
      goals: { scure: 5 },
      implementations: {
        assay: () => new assay.Seed({ phrase: PHRASE }).free(),
        'scure': () => { if (validateMnemonic(PHRASE, wordlist)) return hex(mnemonicToSeedSync(PHRASE)); },
        'ethers (OpenSSL)': () => bare(ethers.Mnemonic.fromPhrase(PHRASE).computeSeed()),
        'hash-wasm (PBKDF2 alone)': () => hashWasm.pbkdf2({
          password: PHRASE, salt: 'mnemonic', iterations: 2048, hashLength: 64, hashFunction: hashWasm.createSHA512(),
        }),
        'OpenSSL (PBKDF2 alone)': () => hex(pbkdf2Sync(PHRASE, 'mnemonic', 2048, 64, 'sha512')),
        'assay, native': natively('seed'),
      },
    },
    {
      name: '1,000 addresses of a seed',
      goals: { 'scure + micro-eth-signer': 9, viem: 40 },
      implementations: {
        assay: () => last(seed.accounts({ first: 0, count: 1000 })),
        'scure + micro-eth-signer': () => {
          const branch = hdRoot.derive("m/44'/60'/0'/0");
          let address;
          for (let index = 0; index < 1000; index++) address = mes.addr.fromPublicKey(branch.deriveChild(index).publicKey);
          return bare(address);
        },
        ethers: () => {
          let address;
          for (let index = 0; index < 1000; index++) address = ethersRoot.deriveChild(index).address;
          return bare(address);
        },
        viem: () => {
          let address;
          for (let index = 0; index < 1000; index++) address = hdKeyToAccount(hdRoot, { path: pathOf(index) }).address;
          return bare(address);
        },
        'assay, native': natively('addresses'),
      },
    },
    {
      name: 'sign a message, key held',
      goals: { 'noble (curve alone)': 6, 'tiny-secp256k1 (curve alone)': 1.4, 'libsecp256k1, native': 1 / 3 },
      implementations: {
        assay: () => hex(key.signMessage({ message: MESSAGE })),
        'noble (curve alone)': () => {
          const signed = secp256k1.sign(digest, keyBytes, { prehash: false, format: 'recovered' });
          return hex(signed.subarray(1)) + (27 + signed[0]).toString(16);
        },
        'tiny-secp256k1 (curve alone)': () => {
          const signed = tiny.signRecoverable(digest, keyBytes);
          return hex(signed.signature) + (27 + signed.recoveryId).toString(16);
        },
        'micro-eth-signer': () => bare(mes.eip191Signer.sign(MESSAGE, KEY, false)),
        ethers: () => bare(ethersWallet.signMessageSync(MESSAGE)),
        viem: async () => bare(await viemAccount.signMessage({ message: MESSAGE })),
        'assay, native': natively('sign'),
        'libsecp256k1, native': natively('sign', 'libsecp256k1'),
      },
    },
    {
      name: 'EIP-1559 serialize and sign',
      goals: { ethers: 5, viem: 5 },
      implementations: {
        assay: () => hex(key.signTransaction(transaction).raw),
        'micro-eth-signer': () => bare(mes.Transaction.prepare({
          type: 'eip1559', chainId: 1n, nonce: 7n, gasLimit: 65000n, maxFeePerGas: 30000000000n,
          maxPriorityFeePerGas: 1000000000n, to: TO, value: 0n, data: DATA, accessList: [],
        }).signBy(KEY, false).toHex()),
        ethers: async () => bare(await ethersWallet.signTransaction({
          type: 2, chainId: 1n, nonce: 7, gasLimit: 65000n, maxFeePerGas: 30000000000n, maxPriorityFeePerGas: 1000000000n,
          to: TO, value: 0n, data: DATA,
        })),
        viem: async () => bare(await viemAccount.signTransaction({
          type: 'eip1559', chainId: 1, nonce: 7, gas: 65000n, maxFeePerGas: 30000000000n, maxPriorityFeePerGas: 1000000000n,
          to: TO, value: 0n, data: DATA,
        })),
        'assay, native': natively('transaction'),
      },
    },
    {
      name: 'verify a message',
      goals: { 'noble (curve alone)': 9, 'tiny-secp256k1 (curve alone)': 1.5, 'libsecp256k1, native': 1 / 4.7 },
      implementations: {
        assay: () => (assay.verifyMessage({ message: MESSAGE, signature: signatureBytes, account: ACCOUNT }).valid ? '01' : '00'),
        'noble (curve alone)': () =>
          (secp256k1.verify(signatureBytes.subarray(0, 64), digest, point, { prehash: false }) ? '01' : '00'),
        'tiny-secp256k1 (curve alone)': () => (tiny.verify(digest, point, signatureBytes.subarray(0, 64)) ? '01' : '00'),
        'micro-eth-signer': () => (mes.eip191Signer.verify(signature, MESSAGE, ACCOUNT) ? '01' : '00'),
        ethers: () => (ethers.verifyMessage(MESSAGE, signature) === ACCOUNT ? '01' : '00'),
        viem: async () => ((await viem.recoverMessageAddress({ message: MESSAGE, signature })) === ACCOUNT ? '01' : '00'),
        'assay, native': natively('verify'),
        'libsecp256k1, native': natively('verify', 'libsecp256k1'),
      },
    },
    {
      name: 'recover an address',
      goals: { noble: 9, 'tiny-secp256k1 + noble': 1.5, 'libsecp256k1, native': 1 / 4.7 },
      implementations: {
        assay: () => bare(assay.recoverAddress({ digest, signature: signatureBytes })),
        noble: () => {
          const recovered = Buffer.concat([Buffer.from([signatureBytes[64] - 27]), signatureBytes.subarray(0, 64)]);
          const compressed = secp256k1.recoverPublicKey(recovered, digest, { prehash: false });
          return addressOfPoint(secp256k1.Point.fromBytes(compressed).toBytes(false));
        },
        'tiny-secp256k1 + noble': () =>
          addressOfPoint(tiny.recover(digest, signatureBytes.subarray(0, 64), signatureBytes[64] - 27, false)),
        ethers: () => bare(ethers.recoverAddress(digest, signature)),
        viem: async () => bare(await viem.recoverAddress({ hash: digest, signature })),
        'assay, native': natively('recover'),
        'libsecp256k1, native': natively('recover', 'libsecp256k1'),
      },
    },
    {
      name: 'typed-data hash',
      goals: { viem: 7, ethers: 12, 'eth-sig-util': 25 },
      implementations: {
        assay: () => hex(assay.typedDataHash({ document: DOCUMENT })),
        ethers: () => bare(ethers.TypedDataEncoder.hash(DOCUMENT.domain, ethersTypes, DOCUMENT.message)),
        viem: () => bare(viem.hashTypedData(DOCUMENT)),
        'eth-sig-util': () => hex(TypedDataUtils.eip712Hash(DOCUMENT, SignTypedDataVersion.V4)),
        'assay, native': natively('typedData'),
      },
    },
    {
      name: 'keystore v3 open, scrypt N=2^17',
      goals: { 'hash-wasm (scrypt alone)': 1.5, 'OpenSSL (scrypt alone)': 1 },
      slow: true,
      implementations: {
        assay: () => {
          const opened = assay.openKeystore({ file: keystore, password: PASSWORD });
          const address = bare(opened.address);
          opened.free();
          return address;
        },
        ethers: () => bare(ethers.Wallet.fromEncryptedJsonSync(keystore, PASSWORD).address),
        'noble (scrypt alone)': () => ({ part: hex(scrypt(PASSWORD, salt, { ...scryptOptions, dkLen: 32 })) }),
        'hash-wasm (scrypt alone)': async () => ({
          part: await hashWasm.scrypt({
            password: PASSWORD, salt, costFactor: scryptOptions.N, blockSize: 8, parallelism: 1, hashLength: 32,
          }),
        }),
        'OpenSSL (scrypt alone)': () => ({ part: hex(scryptSync(PASSWORD, salt, 32, { ...scryptOptions, maxmem: 2 ** 28 })) }),
        'assay, native': natively('keystore'),
      },
    },
    {
      name: 'vault open, Argon2id 64 MiB t=3',
      goals: { 'hash-wasm (Argon2id alone)': 1.25, 'assay, native': 1 / 1.3 },
      slow: true,
      implementations: {
        assay: () => {
          const opened = assay.Vault.open({ file: vault, password: PASSWORD });
          const [account] = opened.accounts().accounts;
          opened.free();
          return bare(account.address);
        },
        'noble (Argon2id alone)': () => ({ part: hex(argon2id(PASSWORD, salt, { ...argonOptions, dkLen: 32 })) }),
        'hash-wasm (Argon2id alone)': async () => ({
          part: await hashWasm.argon2id({
            password: PASSWORD, salt, memorySize: argonOptions.m, iterations: argonOptions.t, parallelism: 1, hashLength: 32,
          }),
        }),
        'assay, native': natively('vault'),
      },
    },
  ];
};
