// Looks for many byte strings at once, also where only a piece of one is left: what a wipe missed is seldom whole.

/** How many bytes of a binary secret in a row are more than chance. */
const TELLING = 12;

/**
 * A byte string to look for.
 * @param {string} name what it is
 * @param {string} spelling how it is written
 * @param {Uint8Array} bytes the whole of it
 * @param {[number, number][]} pieces start and length of the pieces of which each by itself is a find
 */
export const needle = (name, spelling, bytes, pieces = [[0, bytes.length]]) => ({ name, spelling, bytes: Buffer.from(bytes), pieces });

/** Pieces of a byte string that start at every `step`-th byte. */
export function everyPiece(length, size = TELLING, step = 1) {
  const whole = Math.min(size, length);
  const pieces = [];
  for (let start = 0; start + whole <= length; start += step) pieces.push([start, whole]);
  return pieces;
}

const hash = (word) => (Math.imul(word, 0x9e3779b1) >>> 12) & 0xfffff;

export class Sieve {
  #filter = new Uint8Array(1 << 20);
  #byWord = new Map();

  constructor(needles) {
    for (const one of needles) {
      for (const [start, length] of one.pieces) {
        if (length < 4) throw new Error(`${one.name} (${one.spelling}) has a piece of ${length} bytes: too short to mean anything`);
        const word = one.bytes.readUInt32LE(start);
        this.#filter[hash(word)] = 1;
        if (!this.#byWord.has(word)) this.#byWord.set(word, []);
        this.#byWord.get(word).push({ one, start, length });
      }
    }
  }

  /** Every find in the bytes: which needle, where its first matching byte lies, and from where to where it matches. */
  find(haystack) {
    const finds = [];
    const until = new Map(); // needle → end of its last find here
    const filter = this.#filter;
    const last = haystack.length - 4;
    let word = last >= 0 ? ((haystack[0] << 8) | (haystack[1] << 16) | (haystack[2] << 24)) >>> 0 : 0;
    for (let at = 0; at <= last; at += 1) {
      word = ((word >>> 8) | (haystack[at + 3] << 24)) >>> 0;
      if (filter[hash(word)] === 0) continue;
      for (const { one, start, length } of this.#byWord.get(word) ?? []) {
        if ((until.get(one) ?? 0) > at || !same(haystack, at, one.bytes, start, length)) continue;
        const find = extended(haystack, at, one, start, length);
        until.set(one, find.at + find.to - find.from);
        finds.push(find);
      }
    }
    return finds;
  }
}

function same(haystack, at, bytes, start, length) {
  if (at + length > haystack.length) return false;
  for (let index = 4; index < length; index += 1) if (haystack[at + index] !== bytes[start + index]) return false;
  return true;
}

function extended(haystack, at, { name, spelling, bytes }, start, length) {
  let [from, to] = [start, start + length];
  const base = at - start;
  while (from > 0 && base + from > 0 && haystack[base + from - 1] === bytes[from - 1]) from -= 1;
  while (to < bytes.length && base + to < haystack.length && haystack[base + to] === bytes[to]) to += 1;
  return { name, spelling, at: base + from, from, to, of: bytes.length };
}

/** A find in words: never with the secret itself. */
export function told({ name, spelling, at, from, to, of }, where) {
  const much = to - from === of ? `all ${of} bytes` : `bytes ${from} to ${to} of ${of}`;
  return `${name} (${spelling}): ${much}, ${where} at ${at}`;
}
