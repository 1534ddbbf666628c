// The Backing tab: its figures are the chain's, its checks find what was changed, its checklist grants nothing that has no ground, and what it
// says others should do gives what it says.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { Interface, TypedDataEncoder, id as hashOf } from "ethers";
import { assets } from "../harness/assets.mjs";
import { eventually } from "../harness/browser.mjs";
import { call, contracts, cut, decimal, grouped, read } from "../harness/chain.mjs";
import { files, tokenList } from "../harness/env.mjs";
import { visit } from "../harness/visit.mjs";

const { gold, property, carbon } = assets;
const STATEMENT = "**/attestations/gold.json";

async function openTab(wallet, page, asset, name) {
  await wallet.openDemo("Alice");
  await wallet.goTo("Portfolio");
  await wallet.asset(asset.name).getByRole("link", { name: asset.name }).click();
  await page.getByRole("tab", { name }).click();
}

const region = (page, name) => page.getByRole("region", { name, exact: true });

/** Serves a file with one byte of it changed: the first place where `from` stands, by `to` of the same length. */
async function changeOneByte(context, pattern, from, to) {
  await context.route(pattern, async (route) => {
    const response = await route.fetch();
    const body = await response.text();
    assert.ok(body.includes(from) && from.length === to.length);
    await route.fulfill({ response, body: body.replace(from, to) });
  });
}

/** The findings of the checklist, in their order. */
async function findings(page) {
  const points = await region(page, "Checklist").getByRole("listitem").allInnerTexts();
  return points.map((text) => text.match(/(Holds|Attested|Unknown|Does not hold)\s*$/)?.[1] ?? text);
}

/** The commands beside a figure: what each does, its line and what it should answer. */
async function commands(part) {
  await part.getByText("How to check it elsewhere").click();
  const items = await part.locator("details").getByRole("listitem").all();
  return Promise.all(
    items.map(async (item) => ({
      does: await item.locator("p").first().innerText(),
      line: await item.locator("code").first().innerText(),
      expected: (await item.locator("code").count()) > 1 ? await item.locator("code").nth(1).innerText() : undefined,
    })),
  );
}

test("reserves, supply, ratio, limits and history are the chain's", visit(async ({ wallet, page }) => {
  await openTab(wallet, page, gold, "Backing");
  const [, reserves] = await read(contracts.goldReserves, "latestRoundData");
  const supply = await read(gold.token, "totalSupply");
  const percent = `${cut(decimal((reserves * 10_000n) / supply, 2), 2, 2)}\u{a0}%`;
  await page.getByText(/^Reserves of [\d,.]+ troy ounce cover the [\d,.]+ dXAU issued, by its reserve feed/).waitFor();
  const feed = region(page, "Reserves by feed");
  await feed.getByText(percent, { exact: true }).first().waitFor();
  const shown = await feed.innerText();
  for (const figure of [reserves, supply]) assert.ok(shown.includes(grouped(cut(decimal(figure, 18), 4))), `${decimal(figure, 18)} in ${shown}`);
  const measures = region(page, "Measures and limits");
  await measures.getByText("Longest time between statements").waitFor();
  await eventually("all three measures are within their limits", async () => (await measures.getByText("Within", { exact: true }).count()) === 3);
  for (const limit of ["at least 100.00\u{a0}%", "at most 2 days", "at most 35 days"]) await measures.getByText(limit).waitFor();
  const topic = hashOf("AnswerUpdated(int256,uint256,uint256)");
  const published = await call("eth_getLogs", { address: contracts.goldReserves, topics: [topic], fromBlock: "0x0" });
  const rows = region(page, "Reserves over time").getByRole("row");
  // Its head, a statement and what is issued are rows too.
  await eventually("every published figure is in the table", async () => (await rows.count()) === published.length + 3);
  const last = (await region(page, "Reserves over time").getByRole("table").innerText()).split("\n").at(-1);
  assert.match(last, new RegExp(`Issued today, dXAU\\s+${grouped(decimal(supply, 18)).replace(".", "\\.")} troy ounce`));
}));

test("the checklist has ten points, of which none holds that rests on somebody's word", visit(async ({ wallet, page }) => {
  await openTab(wallet, page, gold, "Backing");
  await eventually("the statement counts", async () => (await findings(page))[6] === "Attested");
  const found = await findings(page);
  assert.equal(found.length, 10);
  const [, range, sums, everybody, , fresh, control, adequate, setup, offChain] = found;
  assert.deepEqual([range, sums, everybody], Array(3).fill("Unknown"), "the holder has not looked for their place in the tree");
  await eventually("a proof without setup", async () => (await findings(page))[8] === "Holds");
  assert.match(setup, /^(Unknown|Holds)$/);
  assert.deepEqual([fresh, control, offChain], Array(3).fill("Attested"), "an attester signed it");
  assert.match(adequate, /^(Unknown|Attested)$/, "gold in a vault is attested at best");
  const said = await region(page, "Checklist").innerText();
  assert.match(said, /Of ten points \d hold, \d are attested, \d are unknown and 0 do not hold\./);
  assert.match(said, /What would settle it: A published tree of liabilities/);
}));

test("an asset whose reserves nobody publishes: said, and next to nothing is granted", visit(async ({ wallet, page }) => {
  await openTab(wallet, page, carbon, "Backing");
  await page.getByText("Nobody publishes its reserves").waitFor();
  const found = await findings(page);
  assert.deepEqual(found.slice(5), Array(5).fill("Unknown"));
}));

test("a statement is checked now, step by step, and elsewhere by the commands that are shown", visit(async ({ wallet, page }) => {
  await openTab(wallet, page, gold, "Backing");
  const statement = region(page, "Signed statement");
  await statement.getByRole("button", { name: "Check it now" }).press("Enter");
  await statement.getByText("Everything that was checked holds").waitFor();
  const steps = await statement.locator("ol.checks").getByRole("listitem").allInnerTexts();
  const bytes = readFileSync(join(files, "attestations/gold.json"));
  const { domain, types, message, signer } = JSON.parse(bytes);
  const { EIP712Domain: _, ...own } = types;
  const sha = createHash("sha256").update(bytes).digest("hex");
  assert.equal(steps.length, 7);
  for (const [step, holds] of [[0, sha], [1, TypedDataEncoder.hash(domain, own, message)], [4, signer], [5, "Bar list"]]) {
    assert.ok(steps[step].includes(holds), `${holds} in ${steps[step]}`);
  }
  const lines = await commands(statement);
  assert.deepEqual(lines.map(({ does }) => does), ["Fetch the file", "Hash it with SHA-256", "Check its signature", "Have any endpoint recover the signer from the digest"]);
  assert.equal(lines[1].expected, sha);
  const address = lines[0].line.match(/^curl -fsSL (\S+) -o gold\.json$/)[1];
  assert.deepEqual(Buffer.from(await (await fetch(address)).arrayBuffer()), bytes, "the address in the command is that of the file");
  const [, to, data] = lines[3].line.match(/^cast call (\S+) (\S+) --rpc-url "\$RPC"$/);
  assert.equal(await call("eth_call", { to, data }, "latest"), lines[3].expected);
  assert.equal(lines[3].expected, `0x${signer.slice(2).toLowerCase().padStart(64, "0")}`);
}));

test("the feed is checked now, and elsewhere by the calls that are shown", visit(async ({ wallet, page }) => {
  await openTab(wallet, page, gold, "Backing");
  const feed = region(page, "Reserves by feed");
  await feed.getByRole("button", { name: "Check it now" }).click();
  await feed.getByText("Everything that was checked holds").waitFor();
  assert.equal(await feed.locator("ol.checks").getByRole("listitem").count(), 5);
  const lines = await commands(feed);
  const [, to, signature, block] = lines[0].line.match(/^cast call (\S+) '([^']+)' --block (\d+) /);
  assert.equal(to, contracts.goldReserves);
  const abi = new Interface([`function ${signature.replace(/\)\(/, ") view returns (")}`]);
  const answer = await call("eth_call", { to, data: abi.encodeFunctionData("latestRoundData") }, `0x${Number(block).toString(16)}`);
  const [, reserves] = abi.decodeFunctionResult("latestRoundData", answer);
  assert.ok((await feed.innerText()).includes(grouped(cut(decimal(reserves, 18), 4))));
  assert.equal((await call("eth_getBlockByNumber", `0x${Number(block).toString(16)}`, false)).hash, lines[3].expected);
}));

test("a statement with one byte changed is found out by a check, and counts for nothing from then on", visit(async ({ wallet, page, context }) => {
  await openTab(wallet, page, gold, "Backing");
  const statement = region(page, "Signed statement");
  await statement.getByText("Signed by", { exact: true }).waitFor();
  await changeOneByte(context, STATEMENT, '"reserves": "1', '"reserves": "9');
  await statement.getByRole("button", { name: "Check it now" }).click();
  await statement.getByText("This does not hold").waitFor();
  const last = await statement.locator("ol.checks").getByRole("listitem").last().innerText();
  assert.match(last, /signed by an attester that the list names[\s\S]*changed after signing/);
  await statement.getByText("The statement is not signed by a named attester").waitFor();
  assert.equal(await statement.getByText("Signed by", { exact: true }).count(), 0, "its figure is withheld");
  await eventually("its points are withdrawn", async () => (await findings(page))[6] === "Unknown");
}));

test("the house's document is the one whose hash its contract keeps", visit(async ({ wallet, page }) => {
  await openTab(wallet, page, property, "Documents");
  const named = region(page, "Documents of the contract");
  await named.getByText(/^summary, as of/).waitFor();
  await named.getByRole("button", { name: "Fetch and check" }).click();
  await named.getByText("This is the document that the contract names").waitFor();
  const [{ keccak256, uri, sha256 }] = tokenList().tokens.find(({ symbol }) => symbol === "dHOUSE").extensions.assay.documents;
  await named.getByText(keccak256).first().waitFor();
  await named.getByRole("link", { name: "Save the document" }).waitFor();
  const lines = await commands(named);
  assert.equal(lines[0].expected, keccak256);
  const abi = new Interface(["function getDocument(bytes32) view returns (string,bytes32,uint256)"]);
  const [, to, argument] = lines[0].line.match(/^cast call (\S+) 'getDocument\(bytes32\)\(string,bytes32,uint256\)' (\S+) /);
  const answer = abi.decodeFunctionResult("getDocument", await call("eth_call", { to, data: abi.encodeFunctionData("getDocument", [argument]) }, "latest"));
  assert.deepEqual([answer[0], answer[1]], [uri, keccak256]);
  assert.equal(`0x${lines.find(({ line }) => line.startsWith("sha256sum")).expected}`, sha256);
}));

test("a document with one byte changed is not shown as the one that the contract names", visit(async ({ wallet, page, context }) => {
  await changeOneByte(context, "**/documents/house-summary.txt", "house", "mouse");
  await openTab(wallet, page, property, "Documents");
  for (const [part, who] of [["Documents of the contract", "contract"], ["Documents of the list", "list"]]) {
    const named = region(page, part);
    await named.getByRole("button", { name: "Fetch and check" }).click();
    await named.getByText(`This is not the document that the ${who} names`).waitFor();
    assert.equal(await named.getByRole("link", { name: "Save the document" }).count(), 0);
  }
}));

test("a token whose contract names no documents says so", visit(async ({ wallet, page }) => {
  await openTab(wallet, page, gold, "Documents");
  await region(page, "Documents of the contract").getByText("has no function that names documents").waitFor();
}));
