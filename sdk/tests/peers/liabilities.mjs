// The tree of liabilities once more, written from its documented format alone: `{ context, holders }` on its input, root, total and
// the bytes of every proof on its output.
import { readFileSync } from "node:fs";
import { concat, keccak256, toBeHex, toUtf8Bytes } from "ethers";

const { context, holders } = JSON.parse(readFileSync(0, "utf8"));
const u64 = (value) => toBeHex(value, 8);
const u128 = (value) => toBeHex(value, 16);
const hash = (tag, ...parts) => keccak256(concat([tag, "0x01", ...parts]));

const about = hash(
  "0x04",
  toUtf8Bytes("Assay liabilities"),
  context.issuer,
  u64(context.chainId),
  context.token,
  u64(context.epoch),
  context.block,
);

let depth = 0;
while (2 ** depth < holders.length) depth += 1;
const padding = { hash: hash("0x02", about), sum: 0n };
const leaves = Array.from({ length: 2 ** depth }, (_, index) => {
  if (index >= holders.length) return padding;
  const { holder, salt, balance } = holders[index];
  return { hash: hash("0x00", about, u64(index), holder, salt, u128(BigInt(balance))), sum: BigInt(balance) };
});
const levels = [leaves];
while (levels.at(-1).length > 1) {
  const below = levels.at(-1);
  levels.push(
    Array.from({ length: below.length / 2 }, (_, n) => {
      const [left, right] = [below[2 * n], below[2 * n + 1]];
      return { hash: hash("0x01", left.hash, u128(left.sum), right.hash, u128(right.sum)), sum: left.sum + right.sum };
    }),
  );
}
const [top] = levels.at(-1);
const proofs = holders.map((_, index) => {
  const siblings = levels.slice(0, -1).map((level, l) => level[(index >> l) ^ 1]);
  return concat(["0x01", toBeHex(depth, 1), u64(index), ...siblings.flatMap(({ hash, sum }) => [hash, u128(sum)])]);
});
const root = hash("0x03", about, toBeHex(depth, 1), top.hash, u128(top.sum));
process.stdout.write(JSON.stringify({ root, total: String(top.sum), proofs }));
