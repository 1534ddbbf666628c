// Writes version-1-other-software.json: a vault sealed without any code of this project, by hash-wasm (Argon2id), Node's own crypto
// (AES-256-GCM) and ethers (Keccak-256, derivation). To write it anew, in an empty folder:
//
//     npm install hash-wasm@4 ethers@6 && node <this file> > version-1-other-software.json
import { createCipheriv } from "node:crypto";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
const require = createRequire(pathToFileURL(process.cwd() + "/"));
const { argon2id } = require("hash-wasm");
const { ethers } = require("ethers");

const phrase = "test test test test test test test test test test test junk";
const [passphrase, password, accounts] = ["pässwörd", "correct horse", 3];
const salt = Buffer.alloc(16, 7), nonce = Buffer.alloc(12, 9);
const hex = (bytes) => "0x" + Buffer.from(bytes).toString("hex");

const header = {
  kdf: { memoryKib: 64, passes: 1, lanes: 1 }, salt: hex(salt), nonce: hex(nonce), label: "Savings",
  accounts: Array.from({ length: accounts }, (_, i) =>
    ethers.HDNodeWallet.fromPhrase(phrase, passphrase, `m/44'/60'/0'/0/${i}`).address.toLowerCase()),
};
const associated = Buffer.from(JSON.stringify(["assay-vault", 1, header]));
const entropy = Buffer.from(ethers.Mnemonic.fromPhrase(phrase).entropy.slice(2), "hex");
const contents = Buffer.concat([Buffer.from([1, 0, 0, 0, accounts, entropy.length]), entropy, Buffer.from(passphrase)]);
const key = await argon2id({ password, salt, memorySize: 64, iterations: 1, parallelism: 1, hashLength: 32, outputType: "binary" });
const cipher = createCipheriv("aes-256-gcm", key, nonce);
cipher.setAAD(associated);
const ciphertext = Buffer.concat([cipher.update(contents), cipher.final(), cipher.getAuthTag()]);
console.log(JSON.stringify({
  format: "assay-vault", version: 1, header, ciphertext: hex(ciphertext),
  checksum: ethers.keccak256(Buffer.concat([associated, ciphertext])),
}));
