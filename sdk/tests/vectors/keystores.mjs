// Makes keystores-js.json beside it, with libraries that share no code with this SDK.
// In an empty folder: npm i ethers@6.17.0 web3-eth-accounts@4.3.1 && node keystores.mjs (package.json: "type": "module")
import { writeFileSync } from "node:fs";
import { HDNodeWallet, Wallet, encryptKeystoreJson } from "ethers";
import { encrypt } from "web3-eth-accounts";

const key = "0x4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f362318";
const phrase = "test test test test test test test test test test test junk";
const scrypt = { N: 1 << 10, r: 8, p: 1 };
const made = [];
const put = async (origin, password, priv, text) => made.push({ origin, password, priv, text });

const plain = new Wallet(key);
await put("ethers 6.17.0", "correct horse", key, await encryptKeystoreJson({ address: plain.address, privateKey: key }, "correct horse", { scrypt }));
await put("ethers 6.17.0, password with accents in form NFKD", "Zu\u0308rich ①", key, await encryptKeystoreJson({ address: plain.address, privateKey: key }, "Zu\u0308rich ①", { scrypt }));
for (const [path, locale] of [["m/44'/60'/0'/0/0", "en"], ["m/44'/60'/2'/0/0", "en"]]) {
  const wallet = HDNodeWallet.fromPhrase(phrase, "", path);
  const account = { address: wallet.address, privateKey: wallet.privateKey, mnemonic: { entropy: wallet.mnemonic.entropy, path, locale } };
  made.push({ origin: "ethers 6.17.0 with its phrase", password: "correct horse", priv: wallet.privateKey, phrase, path, text: await encryptKeystoreJson(account, "correct horse", { scrypt }) });
}
for (const options of [{ kdf: "scrypt", n: 1024 }, { kdf: "pbkdf2", c: 1000 }]) {
  await put(`web3-eth-accounts 4.3.1, ${options.kdf}`, "correct horse", key, JSON.stringify(await encrypt(key, "correct horse", options)));
}
// With every random byte given, the whole file is given.
const pinned = await encryptKeystoreJson({ address: new Wallet(`0x${"11".repeat(32)}`).address, privateKey: `0x${"11".repeat(32)}` }, "correct horse", {
  scrypt, salt: `0x${"07".repeat(32)}`, iv: `0x${"09".repeat(16)}`, uuid: `0x${"ff".repeat(16)}`,
});
writeFileSync("keystores-js.json", `${JSON.stringify({ origin: "made by keystores.mjs", made, pinned: JSON.parse(pinned) }, null, 1)}\n`);
