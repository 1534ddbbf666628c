// Contacts: kept, named on the send page with whether they may receive it, and told apart from those made to look like them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { getAddress, hexlify, randomBytes } from "ethers";
import { assets } from "../harness/assets.mjs";
import { eventually } from "../harness/browser.mjs";
import { people, refusal } from "../harness/chain.mjs";
import { assertVisibleFocus, focused, tabTo } from "../harness/keyboard.mjs";
import { Traffic } from "../harness/traffic.mjs";
import { visit } from "../harness/visit.mjs";

const { fund, gold } = assets;
const SHARE = 10n ** 18n;

/** Somebody whom the issuer has never heard of. */
const stranger = () => getAddress(hexlify(randomBytes(20)));

/** Another address that begins and ends as this one. */
const alike = (address) => getAddress(`0x${address.slice(2, 6)}${hexlify(randomBytes(16)).slice(2)}${address.slice(-4)}`.toLowerCase());

/** Puts a text in place of a stored contact, or beside it. */
async function spoil({ key, text }) {
  const settled = (asked) => new Promise((resolve, reject) => { asked.onsuccess = () => resolve(asked.result); asked.onerror = () => reject(asked.error); });
  const database = await settled(indexedDB.open("assay-contacts"));
  await settled(database.transaction("records", "readwrite").objectStore("records").put(text, key));
  database.close();
}

test("contacts are added, renamed, removed, and kept over a reload and for every wallet", visit(async ({ wallet }) => {
  await wallet.openDemo("Alice");
  await wallet.contacts.add("  Bob ", people.bob);
  await wallet.contacts.add("Carol", people.carol.toLowerCase());
  await wallet.contacts.rename("Bob", "Robert");
  await wallet.reload();
  await wallet.unlock();
  await wallet.contacts.open();
  await wallet.contacts.row("Robert").waitFor();
  assert.ok((await wallet.contacts.row("Carol").innerHTML()).includes(people.carol), "the address with its checksum");
  await wallet.contacts.remove("Carol");
  await wallet.contacts.row("Carol").waitFor({ state: "detached" });
  await wallet.lock();
  await wallet.openDemo("Dave");
  await wallet.contacts.open();
  await wallet.contacts.row("Robert").waitFor();
  assert.equal(await wallet.contacts.row("Carol").count(), 0);
}));

test("a name is checked, and an address has one", visit(async ({ wallet, page }) => {
  await wallet.openDemo("Alice");
  await wallet.contacts.add("Bob", people.bob);
  const { sheet } = wallet.contacts;
  await page.getByRole("main").getByRole("button", { name: "Add a contact" }).click();
  const add = () => sheet.getByRole("button", { name: "Add the contact" }).click();
  for (const [address, name, says] of [
    [people.bob, "Bobby", /saved as “Bob” already/],
    [people.alice, "Me", /your own account/],
    ["0x12", "Short", /not an address/],
    [people.carol, " ", /Give it a name/],
    [people.carol, "x".repeat(41), /41 characters; at most 40/],
    [people.carol, "Car\u202eol", /cannot be seen/],
  ]) {
    await sheet.getByLabel("Address").fill(address);
    await sheet.getByLabel("Name of the contact").fill(name);
    await add();
    await sheet.getByText(says).waitFor();
  }
  await sheet.getByLabel("Name of the contact").fill("Carol");
  await add();
  await wallet.contacts.row("Carol").waitFor();
}));

test("a damaged record is told, does not hide the others, and stays until it is removed", visit(async ({ wallet, page }) => {
  await wallet.openDemo("Alice");
  await wallet.contacts.add("Bob", people.bob);
  await wallet.contacts.add("Carol", people.carol);
  await page.evaluate(spoil, { key: people.carol, text: `{"name":"Carol","address":"${people.dave}"}` });
  await page.evaluate(spoil, { key: "torn", text: '{"name":"Da' });
  await wallet.send.open(fund.name);
  await page.getByText("Some of your contacts cannot be read").waitFor();
  assert.match(await wallet.contacts.answer("Bob"), /Can receive it/);
  assert.equal(await wallet.contacts.receiver("Carol").count(), 0, "an address that was changed is not offered");
  await wallet.reload();
  await wallet.unlock();
  await wallet.contacts.open();
  const notice = page.getByRole("status").filter({ hasText: "A contact is damaged" });
  assert.match(await notice.innerText(), new RegExp(`${people.carol}[^]*torn`));
  await notice.getByRole("button", { name: "Remove the damaged record torn" }).click();
  await page.getByRole("dialog", { name: "Remove a contact" }).getByRole("button", { name: "Remove torn" }).click();
  await wallet.contacts.add("Carol", people.carol);
  await notice.waitFor({ state: "detached" });
}));

test("the send page says which contacts can receive it, and the chain agrees", visit(async ({ wallet, page }) => {
  const unknown = stranger();
  await wallet.openDemo("Alice");
  await wallet.send.open(fund.name);
  assert.equal(await wallet.contacts.list.count(), 0, "without contacts and other accounts there is no list");
  await wallet.contacts.add("Bob", people.bob);
  await wallet.contacts.add("Dave", people.dave);
  await wallet.contacts.add("Nobody", unknown);
  await wallet.send.open(fund.name);
  await wallet.contacts.list.getByText("Asked with the smallest amount").waitFor();
  assert.match(await wallet.contacts.answer("Bob"), /Can receive it/);
  assert.match(await wallet.contacts.answer("Dave"), /Refused[^]*receiver's wallet is frozen/i);
  assert.match(await wallet.contacts.answer("Nobody"), /Refused[^]*not in the token's identity registry/);
  await wallet.send.amount.fill("240000");
  await wallet.contacts.list.getByText("Asked with 240,000 dTBILL.").waitFor();
  assert.match(await wallet.contacts.answer("Bob"), /Refused/);
  await wallet.send.amount.fill("2");
  await wallet.contacts.list.getByText("Asked with 2 dTBILL.").waitFor();
  assert.match(await wallet.contacts.answer("Bob"), /Can receive it/);
  for (const [who, passes] of [[people.bob, true], [people.dave, false], [unknown, false]]) {
    assert.equal((await refusal(people.alice, fund.token, "transfer", who, 2n * SHARE)) === null, passes, who);
  }
  assert.ok((await page.getByRole("main").innerText()).includes("Fill in receiver and amount"), "nobody was chosen for the user");
}));

test("the other accounts of the wallet are in the list, without a contact", visit(async ({ wallet }) => {
  await wallet.openDemo("Alice");
  await wallet.accounts.watch(people.bob, "Savings");
  await wallet.send.open(gold.name);
  assert.match(await wallet.contacts.answer("Savings"), /Your account[^]*Can receive it/);
  assert.equal(await wallet.contacts.list.getByRole("button").count(), 1, "not the account that sends");
}));

test("by keyboard alone somebody is picked, and that asks the endpoint nothing", visit(async ({ wallet, page }) => {
  await wallet.openDemo("Alice");
  await wallet.contacts.add("Bob", people.bob);
  await wallet.contacts.add("Carol", people.carol);
  const traffic = new Traffic(page);
  await wallet.send.open(fund.name);
  await wallet.send.amount.fill("1.5");
  // A new block in between asks anew, and rightly so: then it is tried once more.
  await eventually("a pick within one block", async () => {
    await wallet.send.receiver.fill("");
    await wallet.contacts.list.getByText("Asked with 1.5 dTBILL.").waitFor();
    await wallet.contacts.answer("Bob");
    await wallet.contacts.answer("Carol");
    await page.waitForTimeout(500);
    await wallet.send.receiver.focus();
    assert.match(await tabTo(page, /^Send to Bob/), /Send to Bob.*Can receive it/, "its name has the answer in it");
    await assertVisibleFocus(page);
    const block = await page.getByText(/^Checked at block/).innerText();
    traffic.begin();
    await page.keyboard.press("Enter");
    const verdict = await wallet.send.answer();
    const asked = traffic.questions();
    if ((await page.getByText(/^Checked at block/).innerText()).split(",")[0] !== block.split(",")[0]) return false;
    assert.deepEqual(asked, []);
    assert.match(verdict, /This will pass/);
    return true;
  });
  assert.equal(await wallet.send.receiver.inputValue(), people.bob);
  assert.match(await focused(page), /^Send to Bob/, "the focus stays");
  assert.equal(await wallet.contacts.receiver("Bob").getAttribute("aria-pressed"), "true");
  await wallet.send.button.click();
  const review = await wallet.review.text();
  assert.match(review, new RegExp(`Bob\\s+Your contact\\s+${people.bob}`), "the name, and every character of the address");
}));

test("whoever is typed is named, or can be saved; and who only looks like somebody known is told apart", visit(async ({ wallet, page }) => {
  const false_bob = alike(people.bob);
  await wallet.openDemo("Alice");
  await wallet.send.open(fund.name);
  await wallet.send.fill(people.bob, "1");
  await wallet.send.answer();
  await wallet.button("Save as contact").click();
  assert.ok((await wallet.contacts.sheet.innerText()).includes(people.bob));
  await wallet.contacts.name("Bob");
  await page.getByRole("main").getByText("Your contact").waitFor();
  assert.equal(await wallet.button("Save as contact").count(), 0);
  await wallet.send.receiver.fill(false_bob);
  const warning = page.getByRole("main").getByRole("status").filter({ hasText: "Not the address that it looks like" });
  await warning.waitFor();
  const text = await warning.innerText();
  assert.ok(text.includes(false_bob) && text.includes(people.bob), `both in full: ${text}`);
  await wallet.button("Save as contact").click();
  await wallet.contacts.sheet.getByText("Not the address that it looks like").waitFor();
  await page.keyboard.press("Escape");
  // Of Alice's own account too.
  await wallet.send.receiver.fill(alike(people.alice));
  await warning.waitFor();
  await wallet.send.receiver.fill(people.carol);
  await warning.waitFor({ state: "detached" });
}));

test("what a rehearsal saw move stands in the verdict, and that there was none", visit(async ({ wallet, context }) => {
  await wallet.openDemo("Alice");
  await wallet.send.open(fund.name);
  await wallet.send.fill(people.bob, "1.25");
  assert.match(await wallet.send.answer(), /Rehearsed on the next block: 1\.25 dTBILL leaves you, and all of it arrives\./);
  await wallet.send.verdict.getByText("Balances before and after").click();
  assert.match(await wallet.send.verdict.innerText(), /The receiver's\s+[\d,.]+ → [\d,.]+/);
  await context.route("**/rpc", async (route) => {
    const body = JSON.parse(route.request().postData());
    const calls = Array.isArray(body) ? body : [body];
    if (!calls.some(({ method }) => method === "eth_simulateV1")) return route.fallback();
    const refused = ({ id }) => ({ jsonrpc: "2.0", id, error: { code: -32601, message: "the method eth_simulateV1 is not available" } });
    const rest = calls.filter(({ method }) => method !== "eth_simulateV1");
    const answered = rest.length ? await (await route.fetch({ postData: JSON.stringify(rest) })).json() : [];
    const answers = [...[answered].flat(), ...calls.filter(({ method }) => method === "eth_simulateV1").map(refused)];
    return route.fulfill({ json: Array.isArray(body) ? answers : answers[0] });
  });
  await wallet.send.amount.fill("1.75");
  await eventually("the verdict on the new amount", async () => /Not rehearsed, so what moves was not seen/.test(await wallet.send.answer()));
  await wallet.send.verdict.getByText("Why it was not rehearsed").click();
  assert.match(await wallet.send.verdict.innerText(), /eth_simulateV1 is not available/);
}));
