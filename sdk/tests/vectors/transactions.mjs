// Writes transactions.json: accounts derived and EIP-1559 transactions signed by two libraries that this project does not
// otherwise use. Both must agree before anything is written. To write it anew, in an empty folder:
//
//     npm install viem@2 ethers@6 && node <this file> > transactions.json
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
const require = createRequire(pathToFileURL(process.cwd() + "/"));
const load = (name) => import(pathToFileURL(require.resolve(name)));
const viem = await load("viem");
const accounts = await load("viem/accounts");
const { ethers } = await load("ethers");
const version = (name) => require(`${process.cwd()}/node_modules/${name}/package.json`).version;

// A fixed stream of numbers (xorshift64*), so that the file can be written again.
let state = 0x9e3779b97f4a7c15n;
const next = () => {
  state ^= state >> 12n;
  state = BigInt.asUintN(64, state ^ (state << 25n));
  state ^= state >> 27n;
  return BigInt.asUintN(64, state * 0x2545f4914f6cdd1dn);
};
const bytes = (n) => "0x" + Array.from({ length: n }, () => (next() & 0xffn).toString(16).padStart(2, "0")).join("");
const agree = (what, a, b) => { if (a !== b) throw new Error(`${what}: ${a} and ${b}`); return a; };

// Public test phrases: of Foundry and Hardhat, and of Trezor's BIP-39 vectors.
const phrases = [
  ["test test test test test test test test test test test junk", ""],
  ["legal winner thank year wave sausage worth useful legal winner thank yellow", "TREZOR"],
  ["letter advice cage absurd amount doctor acoustic avoid letter advice cage absurd amount doctor acoustic avoid letter advice cage absurd amount doctor acoustic bless", "pässwörd ｆｕｌｌ"],
];
const derived = phrases.map(([phrase, passphrase]) => ({
  phrase, passphrase,
  accounts: [0, 1, 2, 9, 2147483647].map((index) => {
    const node = ethers.HDNodeWallet.fromPhrase(phrase, passphrase, `m/44'/60'/0'/0/${index}`);
    const other = accounts.hdKeyToAccount(
      accounts.HDKey.fromMasterSeed(Buffer.from(ethers.Mnemonic.fromPhrase(phrase, passphrase).computeSeed().slice(2), "hex")),
      { addressIndex: index },
    );
    return { index, key: node.privateKey, address: agree("address", node.address, other.address) };
  }),
}));

const cases = [];
for (let i = 0; i < 64; i++) {
  const key = bytes(32);
  const tip = next() >> (next() % 64n);
  const tx = {
    chainId: [1, 137, 31337, 8453, 4294967295][i % 5],
    nonce: Number(next() >> (12n + (next() % 52n))),
    to: bytes(20),
    gas: 21000n + (next() >> 40n),
    maxPriorityFeePerGas: tip,
    maxFeePerGas: tip + (next() >> (next() % 64n)),
    value: i % 4 === 3 ? next() * next() : 0n,
    data: i % 7 === 6 ? "0x" : bytes(Number(next() % 200n) + 1),
  };
  if (tx.maxFeePerGas === 0n) tx.maxFeePerGas = 1n;
  const account = accounts.privateKeyToAccount(key);
  const wallet = new ethers.Wallet(key);
  const byEthers = { type: 2, chainId: tx.chainId, nonce: tx.nonce, to: ethers.getAddress(tx.to), gasLimit: tx.gas,
    maxPriorityFeePerGas: tx.maxPriorityFeePerGas, maxFeePerGas: tx.maxFeePerGas, value: tx.value, data: tx.data };
  const raw = agree("signed", await account.signTransaction({ type: "eip1559", ...tx }), await wallet.signTransaction(byEthers));
  const payload = agree("payload", viem.serializeTransaction({ type: "eip1559", ...tx }), ethers.Transaction.from(byEthers).unsignedSerialized);
  cases.push({
    key, from: account.address, chainId: String(tx.chainId), nonce: String(tx.nonce), to: tx.to, gasLimit: String(tx.gas),
    maxPriorityFeePerGas: String(tx.maxPriorityFeePerGas), maxFeePerGas: String(tx.maxFeePerGas), value: String(tx.value),
    data: tx.data, payload, digest: viem.keccak256(payload), raw, hash: viem.keccak256(raw),
  });
}
console.log(JSON.stringify({
  origin: `viem ${version("viem")} and ethers ${version("ethers")}, which agree; written by transactions.mjs`,
  derived, signed: cases,
}, null, 1));
