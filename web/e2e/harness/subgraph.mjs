// An indexer as docs/records.md describes it, made from the chain's own logs: what a subgraph of the tokens' transfers would answer.
import { id as hashOf, zeroPadValue } from "ethers";
import { call } from "./chain.mjs";

const TRANSFER = hashOf("Transfer(address,address,uint256)");
const CORS = { "access-control-allow-origin": "*", "access-control-allow-headers": "content-type" };
const address = (topic) => `0x${topic.slice(26)}`;
const quantity = (text) => BigInt(text).toString();

/** The entity of a log. */
async function entity(log) {
  const { timestamp } = await call("eth_getBlockByHash", log.blockHash, false);
  return {
    id: `${log.transactionHash}${Number(log.logIndex).toString(16).padStart(8, "0")}`,
    token: log.address.toLowerCase(),
    from: address(log.topics[1]),
    to: address(log.topics[2]),
    value: quantity(log.data),
    blockNumber: quantity(log.blockNumber),
    blockHash: log.blockHash,
    blockTimestamp: quantity(timestamp),
    transactionHash: log.transactionHash,
    logIndex: quantity(log.logIndex),
  };
}

/** What a query with these variables gets. */
async function answer({ holder, tokens, from, to, after, first }) {
  const range = { address: tokens, fromBlock: `0x${BigInt(from).toString(16)}`, toBlock: `0x${BigInt(to).toString(16)}` };
  const who = zeroPadValue(holder, 32);
  const [sent, received] = await Promise.all([[TRANSFER, who], [TRANSFER, null, who]].map((topics) => call("eth_getLogs", { ...range, topics })));
  const transfers = new Map((await Promise.all([...sent, ...received].map(entity))).map((transfer) => [transfer.id, transfer]));
  const ascending = [...transfers.values()].sort((one, other) => (one.id < other.id ? -1 : 1));
  const number = Number(await call("eth_blockNumber"));
  return { _meta: { block: { number }, hasIndexingErrors: false }, transfers: ascending.filter(({ id }) => id > after).slice(0, first) };
}

/** Serves it at an address; `altered` may change what it tells. How often it was asked is in what this returns. */
export async function serve(context, url, altered = (data) => data) {
  const served = { questions: 0 };
  await context.route(url, async (route) => {
    const request = route.request();
    if (request.method() === "OPTIONS") return route.fulfill({ status: 204, headers: CORS });
    served.questions += 1;
    const { query, variables } = JSON.parse(request.postData());
    if (!/transfers\s*\(/.test(query)) return route.fulfill({ headers: CORS, json: { errors: [{ message: "no such entity" }] } });
    return route.fulfill({ headers: CORS, json: { data: altered(await answer(variables)) } });
  });
  return served;
}
