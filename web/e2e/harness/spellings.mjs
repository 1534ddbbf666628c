// Secrets in every spelling in which a program may hold them: the phrase and all that follows from it, keys, passwords.
// What follows is computed by ethers, not by the wallet.
import { HDNodeWallet, Mnemonic, wordlists } from "ethers";
import { everyPiece, needle } from "./sieve.mjs";

const PATH = [44 + 2 ** 31, 60 + 2 ** 31, 2 ** 31, 0, 0];
const RUN = 4; // so many words of a phrase in a row are a find

const utf8 = (text) => Buffer.from(text, "utf8");
const bytesOf = (hex) => Buffer.from(hex.replace(/^0x/, ""), "hex");

/** Each group of so many bytes turned around: how a machine holds big-endian words. */
function turned(bytes, size) {
  const out = Buffer.from(bytes);
  for (let start = 0; start + size <= out.length; start += size) out.subarray(start, start + size).reverse();
  return out;
}

const masked = (bytes, mask) => Buffer.from(bytes.map((byte) => byte ^ mask));

/** A text and its UTF-16 form; `pieces` are of the text's characters, which are all of ASCII. */
function text(name, value, pieces) {
  const wide = Buffer.from(value, "utf16le");
  return [
    needle(name, "text", utf8(value), pieces),
    needle(name, "UTF-16", wide, (pieces ?? [[0, value.length]]).map(([start, length]) => [start * 2, length * 2])),
  ];
}

/** A secret byte string: as it is, as words of a little-endian machine, as scalar limbs, and written out. */
export function binary(name, bytes) {
  const size = bytes.length;
  const raw = [["bytes", bytes], ["bytes, last first (k256's limbs)", Buffer.from(bytes).reverse()]];
  raw.push(["words of 32 bits", turned(bytes, 4)], ["words of 64 bits", turned(bytes, 8)]);
  const hashed = turned(Buffer.concat([Buffer.of(0), bytes, Buffer.alloc(7)]), 8).subarray(0, size - (size % 8));
  raw.push(["words of 64 bits, as BIP-32 hashes it", hashed]);
  const hex = bytes.toString("hex");
  const decimal = [...bytes].join(",");
  const half = Math.floor(decimal.length / 2);
  return [
    ...raw.map(([spelling, value]) => needle(name, spelling, value, everyPiece(value.length))),
    ...text(`${name}, hexadecimal`, hex, everyPiece(hex.length, 24, 2)),
    ...text(`${name}, HEXADECIMAL`, hex.toUpperCase(), everyPiece(hex.length, 24, 2)),
    ...text(`${name}, base64`, bytes.toString("base64").replace(/=+$/, ""), everyPiece(bytes.toString("base64url").length, 16, 4)),
    ...text(`${name}, base64url`, bytes.toString("base64url"), everyPiece(bytes.toString("base64url").length, 16, 4)),
    ...text(`${name}, decimal numbers`, decimal, [[0, half], [decimal.length - half, half]]),
  ];
}

/** Something typed: as text, and as the blocks into which HMAC makes it. */
export function typed(name, value) {
  const plain = utf8(value);
  const pads = [["HMAC's inner pad", masked(plain, 0x36)], ["HMAC's outer pad", masked(plain, 0x5c)]];
  return [
    ...text(name, value, everyPiece(value.length, 14)),
    ...text(`${name}, base64`, plain.toString("base64").replace(/=+$/, ""), everyPiece(plain.toString("base64url").length, 16, 4)),
    ...pads.map(([spelling, bytes]) => needle(name, spelling, bytes, everyPiece(bytes.length))),
    needle(name, "words of 64 bits", turned(plain, 8), everyPiece(plain.length - (plain.length % 8))),
  ];
}

/** Words in a row: the whole, and each run of four of them, with whatever is between two words. */
export function words(name, value) {
  const list = value.split(" ");
  const found = [];
  for (const between of [" ", "\n", ",", ", ", '","', "\0"]) {
    const joined = list.join(between);
    const starts = [];
    let at = 0;
    for (const word of list) {
      starts.push(at);
      at += word.length + between.length;
    }
    const pieces = starts.slice(0, list.length - RUN + 1).map((start, index) => {
      const end = starts[index + RUN - 1] + list[index + RUN - 1].length;
      return [start, end - start];
    });
    found.push(...text(between === " " ? name : `${name}, parted by ${JSON.stringify(between)}`, joined, pieces));
  }
  return found;
}

function indices(phrase) {
  const numbers = phrase.split(" ").map((word) => wordlists.en.getWordIndex(word));
  const short = Buffer.from(Uint16Array.from(numbers).buffer);
  const long = Buffer.from(Uint32Array.from(numbers).buffer);
  return [
    needle("the phrase", "numbers of its words, 16 bits each", short, everyPiece(short.length, 12, 2)),
    needle("the phrase", "numbers of its words, 32 bits each", long, everyPiece(long.length, 24, 4)),
  ];
}

/** A private key. */
export const ofKey = (hex, name = "the account's private key") => binary(name, bytesOf(hex));

/** An English phrase and everything on the way from it to the first account's key. */
export function ofPhrase(phrase) {
  const mnemonic = Mnemonic.fromPhrase(phrase);
  const plain = utf8(phrase);
  const found = [...words("the phrase", phrase), ...indices(phrase)];
  for (const [spelling, mask] of [["HMAC's inner pad", 0x36], ["HMAC's outer pad", 0x5c]]) {
    const pad = masked(plain, mask);
    found.push(needle("the phrase", spelling, pad, everyPiece(pad.length)));
    const swapped = turned(pad, 8);
    found.push(needle("the phrase", `${spelling} in words of 64 bits`, swapped, everyPiece(swapped.length - (swapped.length % 8))));
  }
  found.push(...binary("the entropy", bytesOf(mnemonic.entropy)), ...binary("the seed", bytesOf(mnemonic.computeSeed())));
  let node = HDNodeWallet.fromSeed(mnemonic.computeSeed());
  found.push(...binary("the master key", bytesOf(node.privateKey)), ...binary("the master chain code", bytesOf(node.chainCode)));
  found.push(...text("the master key, extended", node.extendedKey));
  for (const [depth, step] of PATH.entries()) {
    node = node.deriveChild(step);
    const last = depth === PATH.length - 1;
    found.push(...binary(last ? "the account's private key" : `the private key at depth ${depth + 1}`, bytesOf(node.privateKey)));
    if (!last) found.push(...binary(`the chain code at depth ${depth + 1}`, bytesOf(node.chainCode)));
  }
  return found;
}
