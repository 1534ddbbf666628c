// Figures rise while one looks; what cannot be proven says why; an endpoint that says one thing and proves another is named, and nothing
// of it is shown.
import assert from "node:assert/strict";
import { test } from "node:test";
import { amountShown, assets } from "../harness/assets.mjs";
import { balance, call, decimal, people, read } from "../harness/chain.mjs";
import { eventually } from "../harness/browser.mjs";
import { change, replaced, withoutProofs } from "../harness/endpoint.mjs";
import { rpc } from "../harness/env.mjs";
import { areas } from "../harness/storage.mjs";
import { visit } from "../harness/visit.mjs";

const { fund } = assets;

/** The stamp of Alice's fund in the portfolio. */
const stamp = (wallet) => wallet.asset(fund.name).getByRole("button", { name: /where this figure comes from/ }).first();

const level = async (wallet) => (await stamp(wallet).getAttribute("aria-label")).match(/^\w+/)[0];

/** Names another endpoint: the same chain under an address of another host. */
async function nameWitness(wallet, page) {
  await wallet.settings("Network");
  await page.getByLabel("Other endpoints").fill(rpc);
  await page.getByRole("main").getByRole("button", { name: /save/i }).first().click();
  await eventually("it is stored", async () => (await areas(page)).some(({ bytes }) => bytes.includes(rpc)));
  await wallet.goTo("Portfolio");
}

test("with one endpoint all is proven but the block, and the slip says so", visit(async ({ wallet, page }) => {
  await wallet.openDemo("Alice");
  await page.getByText("Checked in your browser against the block.").waitFor();
  assert.equal(await level(wallet), "Claimed");
  await stamp(wallet).click();
  const slip = page.getByRole("dialog", { name: "Where this figure comes from" });
  await slip.getByText("A Merkle proof under the root").waitFor();
  await slip.getByText(/Name a second endpoint in Settings/).waitFor();
}));

test("with a second endpoint figures rise from claimed to attested while one looks, and verdicts with them", visit(async ({ wallet, page }) => {
  await wallet.openDemo("Alice");
  await nameWitness(wallet, page);
  await eventually("the fund is attested", async () => (await level(wallet)) === "Attested");
  await page.getByText("in a block that several endpoints agree on").waitFor();
  await stamp(wallet).click();
  const slip = page.getByRole("dialog", { name: "Where this figure comes from" });
  await slip.getByText("The same answer from 2 endpoints").waitFor();
  await page.keyboard.press("Escape");
  await wallet.asset(fund.name).getByRole("link", { name: fund.name }).click();
  await page.getByRole("tab", { name: "Rules" }).click();
  await page.getByRole("main").getByRole("button", { name: /^Attested: where this figure comes from/ }).first().waitFor();
}));

test("an endpoint without proofs: the figures stay claimed, and say why", visit(async ({ wallet, page, context }) => {
  await change(context, "**/rpc", withoutProofs);
  await wallet.openDemo("Alice");
  await page.getByText("Checked in your browser against the block.").waitFor();
  assert.equal(await level(wallet), "Claimed");
  await stamp(wallet).click();
  await page.getByText(/gives no proof of it: the method eth_getProof does not exist/).first().waitFor();
}));

test("an endpoint that says another price than its state proves is named, and nothing of it is shown until it is honest", visit(async ({ wallet, page, context }) => {
  const [, answer] = await read(fund.feed, "latestRoundData");
  let lies = true;
  await change(context, "**/rpc", (method, got) =>
    lies && method !== "eth_getProof" ? replaced(got, answer, answer * 10n) : got);
  await wallet.openDemo("Alice");
  await page.getByText("The endpoint contradicts itself").first().waitFor();
  const shown = amountShown(decimal(await balance(fund.token, people.alice), 18));
  const withheld = async () => !(await page.getByRole("main").innerText()).includes(shown);
  assert.ok(await withheld());
  // It is asked again every few seconds: nothing comes back on the screen between the questions.
  for (let look = 0; look < 20; look += 1) {
    assert.ok(await withheld(), "withheld while it lies");
    await page.waitForTimeout(300);
  }
  lies = false;
  await wallet.asset(fund.name).filter({ hasText: shown }).waitFor();
}));

test("a proof in which one digit is changed is refused, and the figures with it", visit(async ({ wallet, page, context }) => {
  await change(context, "**/rpc", (method, answer) => {
    if (method !== "eth_getProof" || !answer.result) return answer;
    const node = answer.result.accountProof[0];
    const digit = node.at(100) === "7" ? "8" : "7";
    answer.result.accountProof[0] = node.slice(0, 100) + digit + node.slice(101);
    return answer;
  });
  await wallet.openDemo("Alice");
  await page.getByRole("main").getByText(/proof|contradicts/i).first().waitFor();
  const shown = amountShown(decimal(await balance(fund.token, people.alice), 18));
  await eventually("withheld", async () => !(await page.getByRole("main").innerText()).includes(shown));
}));

test("another endpoint whose header is not what it hashes to counts for nothing, and the slip says so", visit(async ({ wallet, page, context }) => {
  await wallet.openDemo("Alice");
  await nameWitness(wallet, page);
  await eventually("the fund is attested", async () => (await level(wallet)) === "Attested");
  await change(context, (address) => address.href.startsWith(rpc), (method, answer) => {
    if (method === "eth_getBlockByNumber" && answer.result) answer.result.stateRoot = answer.result.stateRoot.replace(/.$/, (last) => (last === "0" ? "1" : "0"));
    return answer;
  });
  await call("evm_mine");
  await eventually("the fund is claimed", async () => (await level(wallet)) === "Claimed");
  await page.getByText("Checked in your browser against the block.").waitFor();
  await stamp(wallet).click();
  await page.getByText("Too few endpoints know its block").first().waitFor();
}));

test("the review shows a proven simulation, and the chain's receipt says the same", visit(async ({ wallet, page }) => {
  const amount = 10n ** 18n + 5n * 10n ** 17n;
  await wallet.openDemo("Alice");
  await wallet.send.open(fund.name);
  await wallet.send.fill(people.bob, decimal(amount, 18));
  assert.match(await wallet.send.answer(), /This will pass/);
  await wallet.send.button.click();
  await wallet.review.signButton.waitFor();
  const panel = wallet.review.sheet.getByRole("region", { name: "Proven simulation" });
  await panel.getByText(/1\.5 dTBILL goes from you to/).waitFor();
  const gas = BigInt((await panel.innerText()).match(/uses ([\d, ]+) gas/)[1].replace(/\D/g, ""));
  await wallet.review.sign();
  await wallet.goTo("Activity");
  await wallet.entry("Send 1.5 dTBILL").filter({ hasText: "Done" }).waitFor();
  const height = (await page.getByRole("main").innerText()).match(/In block ([\d, ]+)/)[1].replace(/\D/g, "");
  const block = await call("eth_getBlockByNumber", `0x${Number(height).toString(16)}`, true);
  const sent = block.transactions.find(({ from }) => from.toLowerCase() === people.alice.toLowerCase());
  const receipt = await call("eth_getTransactionReceipt", sent.hash);
  assert.equal(BigInt(receipt.gasUsed), gas, "gas to the unit");
}));

test("wallets come and go, and one worker proves for all of them", visit(async ({ wallet, page }) => {
  await wallet.openDemo("Alice");
  await page.getByText("Checked in your browser against the block.").waitFor();
  await wallet.lock();
  await wallet.unlock();
  await wallet.goTo("Portfolio");
  await page.getByText("Checked in your browser against the block.").waitFor();
  assert.equal(page.workers().filter((worker) => worker.url().includes("prover-boot")).length, 1);
}));

test("a price whose contract calls a precompiled contract that tokens seldom need is proven too, by the larger worker", visit(async ({ wallet, page }) => {
  const code = await call("eth_getCode", fund.feed, "latest");
  const elsewhere = `0x${"f0".repeat(20)}`;
  await call("anvil_setCode", elsewhere, code);
  // RIPEMD-160 of nothing, whose result is dropped; then what the feed does, by its code at the other address.
  const detour = `0x600060006000600060035afa50365f5f375f5f365f73${elsewhere.slice(2)}5af43d5f5f3e6036573d5ffd5b3d5ff3`;
  await call("anvil_setCode", fund.feed, detour);
  // What was changed by force is in no block before the next.
  await call("evm_mine");
  try {
    await wallet.openDemo("Alice");
    await page.getByText("Checked in your browser against the block.").waitFor();
    assert.ok(page.workers().some((worker) => worker.url().includes("prover-full-boot")), "the larger worker was asked");
    await wallet.asset(fund.name).getByText(amountShown(decimal(await balance(fund.token, people.alice), 18))).waitFor();
    await stamp(wallet).click();
    const slip = page.getByRole("dialog", { name: "Where this figure comes from" });
    await slip.getByText("A Merkle proof under the root").waitFor();
    assert.doesNotMatch(await slip.innerText(), /precompiled/);
  } finally {
    await call("anvil_setCode", fund.feed, code);
  }
}));

test("the proofs' worker may connect to nobody", visit(async ({ wallet, page }) => {
  await wallet.openDemo("Alice");
  await page.getByText("Checked in your browser against the block.").waitFor();
  const worker = page.workers().find((worker) => worker.url().includes("prover-boot"));
  const fetched = await worker.evaluate((address) => fetch(address).then(() => "connected", (error) => error.name), rpc);
  assert.equal(fetched, "TypeError");
}, { excuse: [/policy violation/, /violates the following Content Security Policy/, /Refused to connect/, /Fetch API cannot load/] }));
