// Writes version-2-other-software.json: a vault sealed without any code of this project, by hash-wasm (Argon2id), Node's own
// crypto (AES-256-GCM, HKDF-SHA256) and ethers (Keccak-256, derivation). To write it anew, in an empty folder:
//
//     npm install hash-wasm@4 ethers@6 && node <this file> > version-2-other-software.json
import { createCipheriv, hkdfSync } from "node:crypto";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
const require = createRequire(pathToFileURL(process.cwd() + "/"));
const { argon2id } = require("hash-wasm");
const { ethers } = require("ethers");

const phrase = "test test test test test test test test test test test junk";
const [passphrase, password] = ["pässwörd", "correct horse"];
const single = Buffer.from("4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f362318", "hex");
const watched = "0x" + "66".repeat(20);
const of = (byte, length) => Buffer.alloc(length, byte);
const hex = (bytes) => "0x" + Buffer.from(bytes).toString("hex");
const u32 = (number) => { const bytes = Buffer.alloc(4); bytes.writeUInt32BE(number); return bytes; };
const gcm = (key, nonce, associated, text) => {
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  cipher.setAAD(Buffer.from(JSON.stringify(associated)));
  return Buffer.concat([cipher.update(text), cipher.final(), cipher.getAuthTag()]);
};

const id = of(0x01, 16), dataKey = of(0x02, 32), salt = of(0x04, 16);
const derived = (i) => ethers.HDNodeWallet.fromPhrase(phrase, passphrase, `m/44'/60'/0'/0/${i}`).address.toLowerCase();
const account = (address, label, origin) => ({ address: address.toLowerCase(), label, origin });
const publicPart = {
  label: "Savings", created: 1700000000000,
  accounts: [
    account(derived(0), "Daily", { kind: "derived", secret: 0, path: "m/44'/60'/0'/0/0" }),
    account(derived(7), "Zürich \"7\"", { kind: "derived", secret: 0, path: "m/44'/60'/0'/0/7" }),
    account(ethers.computeAddress(hex(single)), "", { kind: "key", secret: 1 }),
    account(watched, "Cold", { kind: "watched" }),
  ],
  backupChecked: 1700000000002,
};
const prfSalt = of(0x21, 32), prf = of(0x22, 32);
const byPassword = {
  id: hex(of(0x03, 8)), created: 1700000000001,
  by: { kind: "password", kdf: { memoryKib: 64, passes: 1, lanes: 1 }, salt: hex(salt) },
};
const byPasskey = {
  id: hex(of(0x13, 8)), created: 1700000000003,
  by: { kind: "passkey", credential: hex(of(0x23, 20)), rpId: "wallet.example", label: "Phone", prfSalt: hex(prfSalt) },
};
const passwordKey = await argon2id(
  { password, salt, memorySize: 64, iterations: 1, parallelism: 1, hashLength: 32, outputType: "binary" });
const info = Buffer.concat([Buffer.from("assay-vault v2 passkey"), id]);
const passkeyKey = Buffer.from(hkdfSync("sha256", prf, prfSalt, info, 32));
const wrap = (method, key, nonce) =>
  ({ method, nonce: hex(nonce), key: hex(gcm(key, nonce, ["assay-vault", 2, "wrap", hex(id), method], dataKey)) });

const entropy = Buffer.from(ethers.Mnemonic.fromPhrase(phrase).entropy.slice(2), "hex");
const words = Buffer.from(passphrase);
const secrets = Buffer.concat([
  u32(2), u32(0), Buffer.from([1, 0, entropy.length]), entropy, u32(words.length), words, u32(1), Buffer.from([2]), single,
]);
const vault = {
  id: hex(id), counter: 2, public: publicPart,
  locked: {
    methods: [wrap(byPassword, passwordKey, of(0x05, 12)), wrap(byPasskey, passkeyKey, of(0x15, 12))],
    seal: {
      nonce: hex(of(0x06, 12)),
      tag: hex(gcm(dataKey, of(0x06, 12), ["assay-vault", 2, "public", hex(id), publicPart], Buffer.alloc(0))),
    },
    secrets: {
      nonce: hex(of(0x07, 12)), ciphertext: hex(gcm(dataKey, of(0x07, 12), ["assay-vault", 2, "secrets", hex(id)], secrets)),
    },
  },
};
const checksum = ethers.keccak256(Buffer.from(JSON.stringify(["assay-vault", 2, vault])));
console.log(JSON.stringify({ format: "assay-vault", version: 2, vault, checksum }));
