// A vault file read by another implementation: Argon2id of hash-wasm, AES-GCM of the browser-standard WebCrypto.
// The tests need it to know what they look for: the data key never leaves the worker.
import { argon2id } from "hash-wasm";
import { binary } from "./spellings.mjs";

const { subtle } = globalThis.crypto;
const bytesOf = (hex) => Buffer.from(hex.replace(/^0x/, ""), "hex");

async function decrypt(key, nonce, associated, ciphertext) {
  const imported = await subtle.importKey("raw", key, "AES-GCM", false, ["decrypt"]);
  const additionalData = Buffer.from(JSON.stringify(associated));
  return Buffer.from(await subtle.decrypt({ name: "AES-GCM", iv: bytesOf(nonce), additionalData }, imported, bytesOf(ciphertext)));
}

/** The vault files among a profile's storage areas, newest last: `areas` of storage.mjs. */
export function vaultFiles(areas) {
  const files = [];
  for (const { bytes } of areas) {
    const text = bytes.toString();
    if (text.includes('"assay-vault"')) files.push(JSON.parse(text));
  }
  return files.sort((one, other) => one.vault.counter - other.vault.counter);
}

/** The key that a password gives, the data key under it, and the secrets under that. */
export async function openFile({ format, version, vault }, password) {
  for (const { method, nonce, key } of vault.locked.methods) {
    if (method.by.kind !== "password") continue;
    const { kdf, salt } = method.by;
    const wrapping = await argon2id({
      password: password.normalize("NFKD"), salt: bytesOf(salt), parallelism: kdf.lanes, iterations: kdf.passes,
      memorySize: kdf.memoryKib, hashLength: 32, outputType: "binary",
    });
    const dataKey = await decrypt(wrapping, nonce, [format, version, "wrap", vault.id, method], key).catch(() => null);
    if (dataKey === null) continue;
    const secrets = await decrypt(dataKey, vault.locked.secrets.nonce, [format, version, "secrets", vault.id], vault.locked.secrets.ciphertext);
    return { wrapping: Buffer.from(wrapping), dataKey, secrets };
  }
  throw new Error("no password method of the file opens with this password");
}

/** What to look for of a vault file: the key that the password gives, and the data key. */
export async function ofFile(file, password) {
  const { wrapping, dataKey } = await openFile(file, password);
  return [...binary("the password's key", wrapping), ...binary("the data key", dataKey)];
}
