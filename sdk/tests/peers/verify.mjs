// Has viem judge signatures on a running chain (ERC-1271, ERC-6492): `{ rpc, cases: [{ address, hash, signature }] }` on its input, as many
// booleans on its output.
import { readFileSync } from "node:fs";
import { createPublicClient, http } from "viem";

const { rpc, cases } = JSON.parse(readFileSync(0, "utf8"));
const client = createPublicClient({ transport: http(rpc) });
const verdicts = [];
for (const { address, hash, signature } of cases) {
  verdicts.push(await client.verifyHash({ address, hash, signature }));
}
process.stdout.write(JSON.stringify(verdicts));
