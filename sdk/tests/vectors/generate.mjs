// Makes merkle.json, attestation.json and trie.json beside it, with libraries that share no code with this SDK.
// In an empty folder: npm i @openzeppelin/merkle-tree@1.0.8 ethers@6.17.0 @ethereumjs/mpt@10.1.3 && node generate.mjs (package.json: "type": "module")
import { writeFileSync } from "node:fs";
import { SimpleMerkleTree, StandardMerkleTree } from "@openzeppelin/merkle-tree";
import { createMPT, createMerkleProof } from "@ethereumjs/mpt";
import { AbiCoder, Wallet, concat, encodeRlp, getBytes, hexlify, id, keccak256, solidityPackedKeccak256, toBeHex, zeroPadValue } from "ethers";

const put = (name, value) => writeFileSync(name, `${JSON.stringify(value, null, 2)}\n`);
const account = (n) => new Wallet(id(`assay test account ${n}`)).address;

// Merkle trees: every entry with its proof.
const payments = Array.from({ length: 11 }, (_, n) => ({ index: n, account: account(n), amount: String(10n ** 18n + BigInt(n * n) * 7n) }));
const leaf = ({ index, account, amount }) => solidityPackedKeccak256(["uint256", "address", "uint256"], [index, account, amount]);
const simple = SimpleMerkleTree.of(payments.map(leaf));
const standard = StandardMerkleTree.of(payments.map(({ account, amount }) => [account, amount]), ["address", "uint256"]);
put("merkle.json", {
  distributor: { root: simple.root, entries: payments.map((entry, n) => ({ ...entry, proof: simple.getProof(n) })) },
  standard: {
    root: standard.root,
    entries: payments.map(({ account, amount }, n) => ({
      encoded: AbiCoder.defaultAbiCoder().encode(["address", "uint256"], [account, amount]),
      proof: standard.getProof(n),
    })),
  },
});

// A reserve attestation.
const attester = new Wallet(id("assay test attester"));
const token = account("token");
const domain = { name: "Assay Reserve Attestation", version: "1", chainId: 1, verifyingContract: token };
const types = {
  ReserveAttestation: [
    ["address", "token"], ["uint256", "chainId"], ["uint256", "reserves"], ["uint8", "decimals"], ["string", "unit"],
    ["uint64", "asOf"], ["uint64", "expires"], ["bytes32", "documentHash"],
  ].map(([type, name]) => ({ name, type })),
};
const message = {
  token, chainId: 1, reserves: "1790500000000000000000", decimals: 18, unit: "troy ounce",
  asOf: 1793491200, expires: 1796515200, documentHash: id("bar list of November"),
};
const signature = await attester.signTypedData(domain, types, message);
put("attestation.json", { domain, types, primaryType: "ReserveAttestation", message, signer: attester.address, signature });

// A state trie whose accounts have storage tries, and the proofs that eth_getProof would give.
const minimal = (n) => (n === 0n ? "0x" : toBeHex(n));
const EMPTY = keccak256("0x80");
async function trieOf(pairs) {
  const trie = await createMPT();
  for (const [key, value] of pairs) await trie.put(getBytes(keccak256(key)), getBytes(value));
  return trie;
}
const prove = async (trie, key) => (await createMerkleProof(trie, getBytes(keccak256(key)))).map(hexlify);
const word = (n) => zeroPadValue(toBeHex(n), 32);
async function storageTrie(slots) {
  return trieOf(slots.map(([slot, value]) => [word(slot), encodeRlp(minimal(value))]));
}
const cast = [];
for (let n = 0; n < 40; n++) {
  // None, one, a few, many slots; values of one byte (embedded leaves) and of 32 bytes.
  const count = [0, 1, 3, 50][n % 4];
  const slots = Array.from({ length: count }, (_, s) => [BigInt(s), s % 2 ? BigInt(s + 1) : BigInt(id(`value ${n} ${s}`))]);
  cast.push({ address: account(n), nonce: BigInt(n), balance: BigInt(n) * 10n ** 17n + 1n, slots, codeHash: id(`code ${n}`) });
}
const tries = new Map();
for (const one of cast) tries.set(one.address, await storageTrie(one.slots));
const rootOf = (trie, slots) => (slots.length ? hexlify(trie.root()) : EMPTY);
const state = await trieOf(cast.map((one) => [one.address, encodeRlp([minimal(one.nonce), minimal(one.balance), rootOf(tries.get(one.address), one.slots), one.codeHash])]));
const quantity = (n) => `0x${n.toString(16)}`;
const answers = [];
for (const one of cast.slice(0, 8)) {
  const trie = tries.get(one.address);
  const asked = [0n, 1n, 2n, 49n, 1000n, 1001n, 1002n];
  const held = new Map(one.slots);
  answers.push({
    address: one.address.toLowerCase(),
    nonce: quantity(one.nonce),
    balance: quantity(one.balance),
    storageHash: rootOf(trie, one.slots),
    codeHash: one.codeHash,
    accountProof: await prove(state, one.address),
    storageProof: await Promise.all(asked.map(async (slot) => ({
      key: word(slot),
      value: quantity(held.get(slot) ?? 0n),
      proof: one.slots.length ? await prove(trie, word(slot)) : [],
    }))),
  });
}
const absent = [];
for (let n = 0; n < 24; n++) {
  const address = account(`absent ${n}`);
  absent.push({
    address: address.toLowerCase(), nonce: "0x0", balance: "0x0", storageHash: EMPTY, codeHash: keccak256("0x"),
    accountProof: await prove(state, address), storageProof: [],
  });
}
put("trie.json", { stateRoot: hexlify(state.root()), answers, absent });
