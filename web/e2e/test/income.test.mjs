// Income of several kinds: claimed all at once by keyboard alone, to the unit of what the contracts owe, whatever is refused in between.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { solidityPackedKeccak256 } from "ethers";
import { assets } from "../harness/assets.mjs";
import { eventually } from "../harness/browser.mjs";
import { balance, call, contracts, people, read, send } from "../harness/chain.mjs";
import { demo, files } from "../harness/env.mjs";
import { unclaimed } from "../harness/claims.mjs";
import { during, issuers, payNextRent } from "../harness/issuers.mjs";
import { assertVisibleFocus, tabTo } from "../harness/keyboard.mjs";
import { visit } from "../harness/visit.mjs";

const { cash } = assets;
const MINUTE = 60_000;

test("all income is claimed by keyboard alone; what somebody else claimed meanwhile is refused and leaves the rest", visit(async ({ wallet, page }) => {
  await payNextRent();
  await payNextRent();
  await issuers.payDividend("1200");
  const leaves = await unclaimed(people.alice);
  const dividend = await read(contracts.note, "withdrawableFundsOf", people.alice);
  assert.ok(leaves.length >= 2 && dividend > 0n, "there is income of two kinds");
  const count = leaves.length + 1;
  const before = await balance(cash.token, people.alice);

  await wallet.openDemo("Alice");
  await wallet.heading("Portfolio").waitFor();
  await tabTo(page, /^Yields$/);
  await page.keyboard.press("Enter");
  await wallet.heading("Yields").waitFor();
  await page.getByText(`${count} transactions`).waitFor();
  await tabTo(page, /^Claim all$/);
  await assertVisibleFocus(page);
  await page.keyboard.press("Enter");

  const { sheet, signButton } = wallet.review;
  for (let place = 1; place <= count; place += 1) {
    await sheet.getByText(`${place} of ${count}`, { exact: true }).waitFor();
    await signButton.waitFor();
    assert.match(await sheet.innerText(), /At block \d+ this is due/);
    assert.match(await sheet.innerText(), /The fee is at most/);
    // Anybody may send a claim: it pays the same account.
    const taken = place === 2 && leaves[1];
    if (taken) await send(demo().accounts.propertyRegistrar, taken.contract, "claim", taken.index, people.alice, taken.amount, taken.proof);
    await tabTo(page, /^Sign and send$/);
    await page.keyboard.press("Enter");
    await sheet.getByText(taken ? "This claim is no longer due" : "Signed and sent").waitFor();
    await tabTo(page, place === count ? /^Done$/ : /^Go on with the next$/);
    await page.keyboard.press("Enter");
  }
  await sheet.waitFor({ state: "hidden" });
  const owed = leaves.reduce((sum, { amount }) => sum + amount, dividend);
  await eventually("everything arrived, to the unit", async () => (await balance(cash.token, people.alice)) === before + owed);
  assert.deepEqual(await unclaimed(people.alice), []);
  assert.equal(await read(contracts.note, "withdrawableFundsOf", people.alice), 0n);
  await page.getByRole("region", { name: "Ready to be claimed" }).getByText("Nothing at the moment").waitFor();
}), { timeout: 2 * MINUTE });

test("one can be left out of all, and stays", visit(async ({ wallet, page }) => {
  await payNextRent();
  await issuers.payDividend("600");
  const dividend = await read(contracts.note, "withdrawableFundsOf", people.alice);
  await wallet.openDemo("Alice");
  await wallet.goTo("Yields");
  await page.getByText("2 transactions").waitFor();
  await wallet.button("Claim all").click();
  const { sheet } = wallet.review;
  await sheet.getByText("1 of 2", { exact: true }).waitFor();
  assert.match(await wallet.review.text(), /Claim .* dUSD for yourself/);
  await sheet.getByRole("button", { name: "Leave this one out" }).click();
  await sheet.getByText("2 of 2", { exact: true }).waitFor();
  assert.match(await wallet.review.text(), /all that is due to you as a holder of/);
  const before = await balance(cash.token, people.alice);
  await wallet.review.sign();
  await eventually("the dividend arrived", async () => (await balance(cash.token, people.alice)) === before + dividend);
  assert.equal((await unclaimed(people.alice)).length, 1, "the rent is still there");
}));

test("the window of rates stands in the address and comes back with it", visit(async ({ wallet, page }) => {
  await wallet.openDemo("Alice");
  await wallet.goTo("Yields");
  // Of the published value of the first asset: from one date to another, and how long that is.
  const days = async () => Number((await page.getByText(/^\d+ \w+ \d{4} to .*, \d+ days$/).first().innerText()).match(/(\d+) days$/)[1]);
  const quarter = await days();
  const window = page.getByRole("group", { name: "Rates and growth over the last" });
  await window.getByRole("radio", { name: "30 days" }).check();
  await page.waitForURL(/\/yields\?days=30$/);
  await eventually("the window is shorter", async () => (await days()) < quarter);
  await wallet.reload();
  await wallet.unlock();
  assert.equal(await window.getByRole("radio", { name: "30 days" }).isChecked(), true);
}));

test("a payment's file is fetched once for all blocks, and anew once its contract holds another root", visit(async ({ wallet, page }) => {
  await payNextRent();
  const { contract, tree } = demo().distributions.at(-1);
  const { merkleRoot, claims } = JSON.parse(readFileSync(join(files, tree), "utf8"));
  const path = `/demo/${tree}`;
  let fetched = 0;
  page.on("request", (request) => { if (new URL(request.url()).pathname === path) fetched += 1; });
  await wallet.openDemo("Alice");
  await wallet.lock();
  fetched = 0;
  await page.goto("/yields");
  await wallet.unlock();
  const ready = page.getByRole("region", { name: "Ready to be claimed" });
  await ready.getByText("dUSD").first().waitFor();
  assert.equal(fetched, 1);
  const before = await ready.innerText();
  await issuers.payDividend("2400");
  await eventually("the next block is read", async () => (await ready.innerText()) !== before);
  assert.equal(fetched, 1, "of the same root");

  // Another root, as where an issuer corrects a payment: Alice's part alone is left of it.
  const [account, { index }] = Object.entries(claims).find(([address]) => address.toLowerCase() === people.alice.toLowerCase());
  const root = solidityPackedKeccak256(["uint256", "address", "uint256"], [index, account, 7_654_321]);
  const corrected = { merkleRoot: root, tokenTotal: "0x74cbb1", claims: { [account]: { index, amount: "0x74cbb1", proof: [] } } };
  const code = await call("eth_getCode", contract, "latest");
  assert.ok(code.includes(merkleRoot.slice(2)), "the contract has its root in its code");
  await page.route(`**${path}`, (route) => route.fulfill({ json: corrected }));
  const change = async () => {
    await call("anvil_setCode", contract, code.replaceAll(merkleRoot.slice(2), root.slice(2)));
    await call("anvil_mine", "0x1");
  };
  await during(change, () => call("anvil_setCode", contract, code), async () => {
    await eventually("the corrected part is shown", async () => (await page.getByRole("main").innerText()).includes("7.6543"));
    assert.equal(fetched, 2);
  });
}), { timeout: 2 * MINUTE });
