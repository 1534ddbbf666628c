// Records: the history is read once and kept, statements add up to what the contracts say, tables and paper have it all, and an indexer tells the same.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { id as hashOf, zeroPadValue } from "ethers";
import { eventually } from "../harness/browser.mjs";
import { call, people } from "../harness/chain.mjs";
import { raw, rows } from "../harness/csv.mjs";
import { tokenList } from "../harness/env.mjs";
import { serve } from "../harness/subgraph.mjs";
import { visit } from "../harness/visit.mjs";

const RPC = "**/rpc";
const TRANSFER = hashOf("Transfer(address,address,uint256)");
const tokens = tokenList().tokens;
const tokenOf = ({ asset }) => tokens.find(({ address }) => asset.toLowerCase().endsWith(address.toLowerCase()));

/** Four months up to today: there was rent in them, whichever month of the year it is. */
function months() {
  const day = (ago) => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10);
  return `/records?period=days&from=${day(120)}&to=${day(0)}`;
}

/** Limits logs to so many blocks, and notes from where on they were asked for. Those from `held` on are not answered before `resumed`. */
async function limited(context, { most, held, resumed }) {
  const asked = [];
  await context.route(RPC, async (route) => {
    try {
      const question = JSON.parse(route.request().postData());
      const wide = ({ method, params: [filter] }) => method === "eth_getLogs" && Number(filter.toBlock) - Number(filter.fromBlock) >= most;
      const logs = [question].flat().filter(({ method }) => method === "eth_getLogs");
      if ([question].flat().some(wide)) {
        const refusal = ({ id }) => ({ jsonrpc: "2.0", id, error: { code: -32602, message: `up to a ${most} block range is allowed` } });
        const answers = [question].flat().map(refusal);
        return await route.fulfill({ json: Array.isArray(question) ? answers : answers[0] });
      }
      asked.push(...logs.map(({ params: [filter] }) => Number(filter.fromBlock)));
      if (logs.some(({ params: [filter] }) => Number(filter.fromBlock) >= held)) await resumed;
      await route.continue();
    } catch {
      // The page is gone.
    }
  });
  return asked;
}

/** Saves a table by its button, and reads it. */
async function table(page, name) {
  const waiting = page.waitForEvent("download");
  await page.getByRole("region", { name: "Tables" }).getByRole("button", { name, exact: true }).click();
  return readFileSync(await (await waiting).path(), "utf8");
}

const statement = (page) => page.getByRole("region", { name: "Tables" }).waitFor();

/** What the chain's own logs say of Alice's transfers after a block, up to another: token, place and amount. */
async function transfers(from, to) {
  const range = { address: tokens.map(({ address }) => address), fromBlock: `0x${(from + 1).toString(16)}`, toBlock: `0x${to.toString(16)}` };
  const who = zeroPadValue(people.alice, 32);
  const found = await Promise.all([[TRANSFER, who], [TRANSFER, null, who]].map((topics) => call("eth_getLogs", { ...range, topics })));
  return found.flat().filter(({ topics }) => topics[1] !== topics[2]).map((log) => `${Number(log.blockNumber)}/${Number(log.logIndex)} ${BigInt(log.data)}`).sort();
}

async function balanceAt(token, block) {
  const data = `0x70a08231${people.alice.slice(2).toLowerCase().padStart(64, "0")}`;
  return BigInt(await call("eth_call", { to: token, data }, `0x${block.toString(16)}`));
}

test("a history is read on after the tab was closed; the statement is what contracts and logs say", visit(async ({ wallet, page, context }) => {
  const head = Number(await call("eth_blockNumber"));
  let resume;
  const resumed = new Promise((resolve) => { resume = resolve; });
  const asked = await limited(context, { most: Math.max(8, Math.floor(head / 24)), held: head / 2, resumed });
  await wallet.openDemo("Alice");
  await page.goto(months());
  await wallet.unlock();
  await page.getByText(/Reading your history: block [\d,]+ of/).waitFor();
  await eventually("half of it is read", () => Math.max(...asked) >= head / 2);
  await page.goto("about:blank");
  const reached = Math.max(...asked);
  assert.ok(reached < head * 0.9, "it was not read to its end");
  asked.length = 0;
  resume();
  await page.goto(months());
  await wallet.unlock();
  await statement(page);
  assert.ok(asked[0] > 0 && asked[0] <= reached + head / 4, `it went on: from ${asked[0]}, after ${reached}`);

  const lines = rows(await table(page, "Statement"));
  assert.ok(lines.length >= 5, `${lines.length} lines`);
  for (const line of lines) {
    const { address, decimals } = tokenOf(line);
    const of = (name) => raw(line[name], decimals);
    const came = of("opening") + of("received") + of("income") + of("paid");
    assert.equal(came, of("closing") + of("sent") + of("redeemed") + of("fees"), line.symbol);
    // The chain's first block was before anything of it.
    const after = Number(line["after-block"]);
    assert.equal(of("opening"), after === 0 ? 0n : await balanceAt(address, after), line.symbol);
    assert.equal(of("closing"), await balanceAt(address, Number(line["until-block"])), line.symbol);
  }
  const cash = lines.find(({ symbol }) => symbol === "dUSD");
  assert.ok(raw(cash.income, 6) > 0n, "rent is income");
  const article = page.getByRole("article", { name: "Demo Dollar" });
  assert.match(await article.innerText(), /Opening balance[^]*Rent[^]*Closing balance/);

  const [after, until] = ["after-block", "until-block"].map((name) => Number(lines[0][name]));
  const moved = rows(await table(page, "Movements")).filter(({ log }) => log !== "");
  const told = moved.map((line) => `${line.block}/${line.log} ${raw(line.amount, tokenOf(line).decimals)}`).sort();
  assert.deepEqual(told, await transfers(after, until));
  const koinly = rows(await table(page, "Koinly"));
  assert.ok(koinly.some((line) => line["Fee Currency"] === "ETH"), "fees are in the chain's coin, by its name");
  for (const name of ["CoinTracking", "CoinTracker"]) assert.ok(rows(await table(page, name)).length > 0, name);

  await page.emulateMedia({ media: "print" });
  assert.ok(await page.getByRole("navigation").first().isHidden() && (await wallet.button("Print the statement").isHidden()));
  const paper = await page.getByRole("main").innerText();
  for (const part of [people.alice, moved[0].transaction, "How these figures are known: claimed", (await call("eth_getBlockByNumber", `0x${until.toString(16)}`, false)).hash]) {
    assert.ok(paper.includes(part), `the paper has ${part}`);
  }
  const pdf = await page.pdf({ preferCSSPageSize: true });
  assert.equal(pdf.subarray(0, 5).toString(), "%PDF-");
}));

test("another browser with the same account, an indexer, and a spoilt store all tell the same", visit(async ({ wallet, page, context }) => {
  await wallet.openDemo("Alice");
  await page.goto("/records?period=everything");
  await wallet.unlock();
  await statement(page);
  const first = await table(page, "Movements");

  await page.evaluate(async () => {
    const settled = (asked) => new Promise((resolve, reject) => { asked.onsuccess = () => resolve(asked.result); asked.onerror = () => reject(asked.error); });
    const database = await settled(indexedDB.open("assay-history"));
    const store = database.transaction("records", "readwrite").objectStore("records");
    const key = (await settled(store.getAllKeys())).find((key) => !key.endsWith("/head"));
    await settled(store.put((await settled(store.get(key))).slice(0, -40), key));
    database.close();
  });
  await wallet.reload();
  await wallet.unlock();
  await page.getByText("could not be used").waitFor();
  await statement(page);
  assert.equal(await table(page, "Movements"), first, "read again from the chain");

  const indexer = "https://indexer.example.org/subgraph";
  const served = await serve(context, indexer);
  await wallet.settings("Network");
  await page.getByLabel("Indexer").fill(indexer);
  await wallet.button("Test and save").click();
  const busy = async () => (await wallet.button("Test and save").getAttribute("aria-busy")) === "true";
  await eventually("it was asked, and is saved", async () => served.questions > 0 && !(await busy()));
  await wallet.goTo("Activity");
  await page.getByRole("link", { name: "Records and statements" }).click();
  await page.getByRole("combobox", { name: "Period" }).selectOption("Everything");
  await statement(page);
  const level = (text) => rows(text).map(({ level: _, ...rest }) => rest);
  await eventually("the same records", async () => {
    assert.deepEqual(level(await table(page, "Movements")), level(first));
    return true;
  });
  assert.ok(served.questions >= 3, "the indexer was asked");
  assert.ok(rows(await table(page, "Movements")).every((line) => line.kind === "fee" || line.level === "attested"), "both sources say so");
}));
