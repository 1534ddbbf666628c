// The holder's own return: what the screen says is what the chain's logs, balances and prices give, worked out here in integers. And what the page asks for it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Interface, id as hashOf, zeroPadValue } from "ethers";
import { assets } from "../harness/assets.mjs";
import { eventually } from "../harness/browser.mjs";
import { call, contracts, cut, decimal, grouped, people, send } from "../harness/chain.mjs";
import { change } from "../harness/endpoint.mjs";
import { demo, tokenList } from "../harness/env.mjs";
import { visit } from "../harness/visit.mjs";

const { cash, credit, fund } = assets;
const DAY = 86_400;
const HOUR = 3_600;
const MINUTE = 60_000;
const TRANSFER = hashOf("Transfer(address,address,uint256)");
const abi = new Interface([
  "function balanceOf(address) view returns (uint256)",
  "function convertToAssets(uint256) view returns (uint256)",
  "function latestRoundData() view returns (uint80,int256,uint256,uint256,uint80)",
  "function maxUstbRedemptionAmount() view returns (uint256,uint256)",
]);

const hex = (number) => `0x${number.toString(16)}`;
const timeOf = async (number) => Number((await call("eth_getBlockByNumber", hex(number), false)).timestamp);

async function at(block, to, name, ...args) {
  const data = await call("eth_call", { to, data: abi.encodeFunctionData(name, args) }, hex(block));
  return abi.decodeFunctionResult(name, data);
}

/** The last block of a moment or before it. */
async function blockAt(moment, head) {
  let [low, high] = [0, head];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if ((await timeOf(middle)) <= moment) low = middle;
    else high = middle;
  }
  return low;
}

/** Worth of shares of the pool in a block, in units of 10^-8 US dollars: what they convert to, at the price of the cash. */
async function worth(shares, block) {
  const [units] = await at(block, contracts.credit, "convertToAssets", shares);
  const [, answer] = await at(block, contracts.cashPrice, "latestRoundData");
  return (units * answer) / 10n ** 6n;
}

/** What came to and went from someone, block by block. */
async function moves(token, who, from, to) {
  const topic = zeroPadValue(who, 32);
  const range = { address: token, fromBlock: hex(from + 1), toBlock: hex(to) };
  const [went, came] = await Promise.all([[TRANSFER, topic], [TRANSFER, null, topic]].map((topics) => call("eth_getLogs", { ...range, topics })));
  const blocks = new Map();
  const add = (logs, side) => {
    for (const log of logs) {
      const block = blocks.get(Number(log.blockNumber)) ?? { came: 0n, went: 0n };
      block[side] += BigInt(log.data);
      blocks.set(Number(log.blockNumber), block);
    }
  };
  add(went, "went");
  add(came, "came");
  return [...blocks].sort(([a], [b]) => a - b);
}

/** The own return of a holder of the pool over so many days. */
async function expected(who, days) {
  const head = Number(await call("eth_blockNumber"));
  const moment = Math.floor(((await timeOf(head)) - days * DAY) / HOUR) * HOUR;
  const start = await blockAt(moment, head);
  const held = async (block) => (await at(block, contracts.credit, "balanceOf", who))[0];
  const dayOf = async (block) => Math.floor((await timeOf(block)) / DAY);
  const opening = await worth(await held(start), start);
  const flows = [{ day: await dayOf(start), money: -opening }];
  let [left, over, under, paid, withdrawn] = [opening, 1n, 1n, 0n, 0n];
  for (const [block, { came, went }] of await moves(contracts.credit, who, start, head)) {
    const before = await worth((await held(block)) + went - came, block);
    const [into, out] = [await worth(came, block), await worth(went, block)];
    [over, under] = [over * before, under * left];
    left = before + into - out;
    [paid, withdrawn] = [paid + into, withdrawn + out];
    flows.push({ day: await dayOf(block), money: out - into });
  }
  const closing = await worth(await held(head), head);
  [over, under] = [over * closing, under * left];
  flows.push({ day: await dayOf(head), money: closing });
  return { hundredths: ((over - under) * 10_000n) / under, gain: closing + withdrawn - opening - paid, paid, withdrawn, closing, flows };
}

const dollars = (raw) => `USD ${grouped(cut(decimal(raw, 8), 2, 2))}`;
const perCent = (hundredths) => `${grouped(cut(decimal(hundredths, 2), 2, 2))} %`;

/** Text of an asset's panel with its own return, on one line, without the full figures that only a closer look shows. */
async function panel(page, asset) {
  const section = page.locator("section.section", { has: page.getByRole("heading", { name: asset.name }) });
  const own = section.locator(".panel", { hasText: "Your own return, time-weighted" });
  await own.waitFor();
  return own.evaluate((element) => {
    const copy = element.cloneNode(true);
    for (const part of copy.querySelectorAll(".visually-hidden, .number__full, .provenance")) part.remove();
    return copy.textContent.replace(/\s+/g, " ");
  });
}

/** The panel shows these figures. */
function assertOwn(text, { hundredths, gain, paid, withdrawn, closing, flows }) {
  assert.ok(hundredths > 0n && paid > 0n && withdrawn > paid, "there is something to weigh");
  assert.ok(text.includes(`+${perCent(hundredths)}`), `${perCent(hundredths)} in ${text}`);
  for (const [name, raw] of [["Gained, in money", gain], ["Paid in", paid], ["Taken out", withdrawn], ["Worth at the end", closing]]) {
    assert.ok(text.includes(`${name}${dollars(raw)}`), `${name} ${dollars(raw)} in ${text}`);
  }
  // The rate that is shown is cut after two decimals: the flows' present value changes its sign between it and the next.
  const shown = Number(text.match(/Money-weighted, a year\+([\d,.]+) %/)[1].replaceAll(",", "")) / 100;
  const present = (rate) => flows.reduce((sum, { day, money }) => sum + Number(money) / (1 + rate) ** ((day - flows[0].day) / 365), 0);
  assert.ok(present(shown) >= 0 && present(shown + 0.0001) <= 0, `${shown}: ${present(shown)}, ${present(shown + 0.0001)}`);
}

test("the own return is what logs, balances and prices of the chain give; the history is read when asked for, and kept", visit(async ({ wallet, page }) => {
  await send(people.alice, contracts.credit, "transfer", people.bob, 1_500n * 10n ** 12n);
  await send(demo().accounts.cashIssuer, cash.token, "mint", contracts.credit, 2_500n * 10n ** 6n);
  await send(people.bob, contracts.credit, "transfer", people.alice, 700n * 10n ** 12n);
  await send(demo().accounts.cashIssuer, cash.token, "mint", contracts.credit, 1_000n * 10n ** 6n);

  await wallet.openDemo("Alice");
  await wallet.goTo("Yields");
  await page.getByText("Your own return is not worked out yet").waitFor();
  assert.equal(await page.getByText("Your own return, time-weighted").count(), 0, "nothing is claimed before the history is read");
  await wallet.button("Read your history").click();

  await panel(page, credit);
  // Compared again until they agree: the window of the one may begin an hour after that of the other.
  const { hundredths } = await eventually("the own return as the chain gives it", async () => {
    const told = await expected(people.alice, 90);
    assertOwn(await panel(page, credit), told);
    return told;
  });

  await wallet.reload();
  await wallet.unlock();
  assert.ok((await panel(page, credit)).includes(`+${perCent(hundredths)}`), "kept in this browser, it is read on without a click");
}), { timeout: 2 * MINUTE });

test("one search for the start of the window serves all assets, and the days of a list are told once", visit(async ({ wallet, page }) => {
  await wallet.openDemo("Alice");
  await wallet.heading("Portfolio").waitFor();
  let headers = 0;
  // By their numbers: the newest one is asked for as long as the page is open.
  const isSearch = ({ method, params }) => method === "eth_getBlockByNumber" && params[0].startsWith("0x");
  page.on("request", (request) => {
    if (request.url().endsWith("/rpc")) headers += [JSON.parse(request.postData())].flat().filter(isSearch).length;
  });
  await page.goto("/yields");
  await wallet.unlock();
  await page.getByText("Realised rate, by index").waitFor();
  // By halving alone, of as many blocks as there are; and a few that follow the chain meanwhile.
  const most = 2 * Math.ceil(Math.log2(Number(await call("eth_blockNumber")))) + 12;
  assert.ok(headers > 0 && headers <= most, `${headers} headers, at most ${most} expected`);
  assert.equal(await page.getByText(/Dividends expected 12 times, from 1 \w+ \d+ to 1 \w+ \d+\./).count(), 1);
  assert.equal(await page.getByText("amount not known").count(), 0);
}));

/** An endpoint without the state of blocks before a moment, as of a node that keeps no archive. */
async function withoutStateBefore(context, moment) {
  const old = new Set();
  await change(context, "**/rpc", (method, answer, params) => {
    if (method === "eth_getBlockByNumber" && Number(answer.result?.timestamp) < moment) old.add(answer.result.hash);
    if (method.startsWith("eth_getBlock") || !params.some((param) => old.has(param?.blockHash ?? param))) return answer;
    return { jsonrpc: answer.jsonrpc, id: answer.id, error: { code: -32000, message: "missing trie node: the state is not available" } };
  });
}

test("where the endpoint has no state of so long ago, what can be claimed stands, and the rest says why it does not", visit(async ({ wallet, page, context }) => {
  await withoutStateBefore(context, Date.now() / 1000 - 200 * DAY);
  await wallet.openDemo("Alice");
  await page.goto("/yields?days=365");
  await wallet.unlock();
  await page.getByText("The rate of the share price could not be read").waitFor();
  assert.match(await page.getByRole("region", { name: "Ready to be claimed" }).innerText(), /dUSD/);
  await wallet.button("Read your history").click();
  await page.getByText("Your own return cannot be stated").first().waitFor();
  await page.getByText(/could not be read: .*the state is not available/).first().waitFor();
}));

test("like assets stand side by side, each figure as its contract tells it", visit(async ({ wallet, page }) => {
  await wallet.openDemo("Alice");
  await wallet.goTo("Yields");
  await page.getByText("Compare assets of one class").click();
  const debt = page.getByRole("table", { name: "Loans and bonds" });
  await debt.waitFor();
  const names = await debt.getByRole("rowheader").allInnerTexts();
  const listed = tokenList().tokens.filter(({ tags }) => tags.includes("debt")).map(({ name }) => name);
  assert.deepEqual(names.map((name) => name.split("\n")[0]), listed);
  assert.match(await debt.getByRole("row", { name: /Demo Bond/ }).innerText(), /The list names no way out/);

  const row = page.getByRole("table", { name: "Regulated fund" }).getByRole("row", { name: new RegExp(fund.name) });
  const instant = tokenList().tokens.find(({ name }) => name === fund.name).extensions.assay.redemption.find(({ type }) => type === "superstate");
  const [most] = abi.decodeFunctionResult("maxUstbRedemptionAmount", await call("eth_call", { to: instant.contract, data: abi.encodeFunctionData("maxUstbRedemptionAmount") }, "latest"));
  await eventually("fee and limit are the contract's", async () => {
    const text = (await row.innerText()).replaceAll("\u00a0", " ");
    return text.includes(`At most ${grouped(cut(decimal(most, 18), 4))} dTBILL now`) && text.includes("Fee 0.15 %");
  });
  assert.match(await row.innerText(), /ERC-3643[^]*You may hold it/);
  for (const word of ["better", "best", "recommend"]) assert.ok(!(await page.getByRole("main").innerText()).toLowerCase().includes(word), word);
}));
