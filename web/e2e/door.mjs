// The wallet's door in a real browser: create, lock, unlock, reload, restore, import errors, the demo, damage, removal, settings.
// Usage: node door.mjs <address of a served wallet> [folder for screenshots]. Needs playwright-core, axe-core and a Chromium.
import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const [base = "http://localhost:8420", shots] = process.argv.slice(2);
const executablePath = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(existsSync);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const PASSWORD = "correct horse battery";
const sizes = { narrow: { width: 360, height: 740 }, wide: { width: 1280, height: 800 } };
if (shots) mkdirSync(shots, { recursive: true });

const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });

/** A fresh browser profile; anything that the page complains about fails the test. */
async function visitor(size = sizes.wide) {
  const context = await browser.newContext({ viewport: size });
  const page = await context.newPage();
  const complaints = [];
  page.on("pageerror", (error) => complaints.push(`page error: ${error.message}`));
  page.on("console", (line) => page.listening !== false && ["error", "warning"].includes(line.type()) && !/404/.test(line.text()) && complaints.push(`${line.type()}: ${line.text()}`));
  return { context, page, complaints };
}

/** Looks at the page in both themes and at both sizes. */
async function look(page, name) {
  if (!shots) return;
  const before = page.viewportSize();
  for (const [size, viewport] of Object.entries(sizes)) {
    await page.setViewportSize(viewport);
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme });
      await page.waitForTimeout(250); // colours change in steps
      await page.screenshot({ path: `${shots}/${name}-${size}-${colorScheme}.png`, fullPage: true });
    }
    page.listening = false; // axe tries inline styles, which the policy refuses
    await page.evaluate(axe);
    const found = await page.evaluate(() => globalThis.axe.run({ resultTypes: ["violations"], preload: false }));
    page.listening = true;
    assert.deepEqual(found.violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`), [], `${name}: axe`);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.ok(overflow <= 0, `${name} is ${overflow} px wider than a ${viewport.width} px screen`);
  }
  await page.emulateMedia({ colorScheme: null });
  await page.setViewportSize(before);
}

const heading = (page, name) => page.getByRole("heading", { level: 1, name });

async function newWallet(page, label, password = PASSWORD) {
  await page.getByLabel("Name of this wallet").fill(label);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByLabel("The same password again").fill(password);
}

/** Creates a wallet by hand and answers its phrase. */
async function create(page, label) {
  await page.goto(`${base}/welcome/create`);
  await look(page, "create-1-length");
  await page.getByRole("button", { name: "Make the phrase" }).click();
  const next = page.getByRole("button", { name: "I have written them down" });
  await next.waitFor();
  assert.equal(await next.getAttribute("aria-disabled"), "true", "the words must be shown first");
  await look(page, "create-2-hidden");
  await page.getByRole("button", { name: "Show the words" }).click();
  const words = await page.locator(".phrase__text").allTextContents();
  assert.equal(words.length, 12);
  await look(page, "create-3-shown");
  await next.click();
  const fields = page.getByLabel(/^Word \d+$/);
  assert.equal(await fields.count(), 3);
  await newWallet(page, label);
  await page.getByRole("button", { name: "Create the wallet" }).click();
  await page.getByText(/are not those of your phrase/).waitFor();
  await look(page, "create-4-wrong-words");
  for (const field of await fields.all()) {
    const id = await field.getAttribute("id");
    const position = Number((await page.locator(`label[for="${id}"]`).textContent()).match(/\d+/)[0]);
    await field.fill(words[position - 1]);
  }
  await page.getByRole("button", { name: "Create the wallet" }).click();
  await heading(page, "Your wallet is ready").waitFor();
  await look(page, "create-5-ready");
  await page.getByRole("button", { name: "Open the wallet" }).click();
  await heading(page, "Portfolio").waitFor();
  return words.join(" ");
}

async function unlock(page, password = PASSWORD) {
  await heading(page, "Unlock").waitFor();
  await page.getByLabel("Password", { exact: true }).fill(password);
  const start = Date.now();
  await page.getByRole("button", { name: "Unlock", exact: true }).click();
  return start;
}

const steps = {
  async "create, lock, unlock, reload, restore"() {
    const { page, context, complaints } = await visitor();
    await page.goto(base);
    await heading(page, "A wallet for assets").waitFor();
    await look(page, "welcome");
    const phrase = await create(page, "Savings");
    await look(page, "open");
    await page.getByRole("button", { name: "Lock", exact: true }).click();
    await heading(page, "Unlock").waitFor();
    await look(page, "unlock");
    await unlock(page, "wrong password");
    await page.getByText("This password does not open the wallet").waitFor();
    assert.equal(await page.evaluate(() => document.activeElement.getAttribute("autocomplete")), "current-password", "focus is back in the field");
    await look(page, "unlock-wrong");
    const start = await unlock(page);
    await heading(page, "Portfolio").waitFor();
    console.log(`  unlocked in ${Date.now() - start} ms`);
    await page.goto(`${base}/settings`);
    await unlock(page);
    await heading(page, "Settings").waitFor();
    const address = await page.locator(".address__full").first().textContent();

    const other = await visitor();
    await other.page.goto(`${base}/welcome/import`);
    await other.page.getByLabel("What you bring").fill(phrase.toUpperCase().replaceAll(" ", "\n "));
    await newWallet(other.page, "Restored", "another password");
    await other.page.getByText("A phrase of 12 English words").waitFor();
    await other.page.getByRole("button", { name: "Store and open" }).click();
    await other.page.getByRole("button", { name: "Open the wallet" }).click();
    await heading(other.page, "Portfolio").waitFor();
    assert.equal(await other.page.locator(".address__full").first().textContent(), address, "the phrase leads to the same account");
    assert.deepEqual(complaints.concat(other.complaints), []);
    await Promise.all([context.close(), other.context.close()]);
  },

  async "import says which word is wrong"() {
    const { page, context, complaints } = await visitor();
    await page.goto(`${base}/welcome/import`);
    const phrase = page.getByLabel("What you bring");
    const store = page.getByRole("button", { name: "Store and open" });
    await store.click();
    await page.getByText("Give it a name").waitFor();
    await newWallet(page, "Old");
    await phrase.fill(`${"abandon ".repeat(11)}abaut`);
    await store.click();
    await page.getByText("Word 12 is not in the word list; perhaps “about”").waitFor();
    await look(page, "import-wrong-word");
    await phrase.fill("abandon ".repeat(12));
    await store.click();
    await page.getByText("one was mistaken for another").waitFor();
    await phrase.fill(`${"abandon ".repeat(11)}about`);
    await page.getByText("A phrase of 12 English words").waitFor();
    await store.click();
    await page.getByRole("button", { name: "Open the wallet" }).click();
    await heading(page, "Portfolio").waitFor();
    await page.getByRole("link", { name: "Settings" }).click();
    assert.equal(await page.locator(".address__full").first().textContent(), "0x9858EfFD232B4033E47d90003D41EC34EcaEda94");
    assert.deepEqual(complaints, []);
    await context.close();
  },

  async "the demo's people, switching, and removal by name"() {
    const { page, context, complaints } = await visitor();
    await page.goto(`${base}/welcome`);
    await page.getByRole("link", { name: /Try the demo chain/ }).click();
    await page.getByRole("button", { name: /^Open as/ }).first().waitFor();
    assert.equal(await page.getByRole("button", { name: /^Open as/ }).count(), 4);
    assert.equal(await page.evaluate(() => document.activeElement.tagName), "H1", "focus is on the page's heading");
    await look(page, "demo");
    await page.getByRole("button", { name: /^Open as/ }).first().click();
    await heading(page, "Portfolio").waitFor();
    await page.getByText("Never send real money here").waitFor();
    await look(page, "demo-open");
    await page.goto(`${base}/welcome/demo`);
    await page.getByRole("button", { name: /^Open as/ }).nth(1).click();
    await heading(page, "Portfolio").waitFor();
    await page.reload();
    await heading(page, "Unlock").waitFor();
    assert.equal(await page.getByRole("radio").count(), 2);
    await look(page, "unlock-two");
    await page.getByText("The password is lost").click();
    await page.getByRole("button", { name: "Remove this wallet" }).click();
    const sheet = page.getByRole("dialog", { name: "Remove a wallet" });
    await sheet.waitFor();
    await sheet.getByLabel(/Type its name/).fill("someone else");
    await sheet.getByRole("button", { name: "Remove it for good" }).click();
    await sheet.getByText("That is not its name").waitFor();
    await look(page, "remove");
    const name = (await sheet.getByLabel(/Type its name/).evaluate((input) => input.labels[0].textContent)).split(": ")[1];
    await sheet.getByLabel(/Type its name/).fill(name);
    await sheet.getByRole("button", { name: "Remove it for good" }).click();
    await page.getByRole("radio").nth(1).waitFor({ state: "detached" });
    await unlock(page, "public-demo");
    await heading(page, "Portfolio").waitFor();
    assert.deepEqual(complaints, []);
    await context.close();
  },

  async "damage is told, kept, and helped"() {
    const { page, context, complaints } = await visitor();
    await page.goto(`${base}/welcome/demo`);
    await page.getByRole("button", { name: /^Open as/ }).first().click();
    await heading(page, "Portfolio").waitFor();
    const damage = (database, change) =>
      page.evaluate(
        ([database, change]) =>
          new Promise((resolve, reject) => {
            const open = indexedDB.open(database);
            open.onerror = () => reject(open.error);
            open.onsuccess = () => {
              const store = open.result.transaction(["records"], "readwrite").objectStore("records");
              const cursor = store.openCursor();
              cursor.onsuccess = () => {
                const record = cursor.result;
                if (!record) return resolve();
                record.update(change === "tear" ? record.value.slice(0, record.value.length / 2) : change);
                record.continue();
              };
            };
          }),
        [database, change],
      );
    await page.goto(`${base}/settings/appearance`);
    await unlock(page, "public-demo");
    await page.getByText("Dark", { exact: true }).click();
    await page.waitForFunction(() => document.documentElement.dataset.theme === "dark");
    await damage("assay-keys", "tear");
    await damage("assay-wallet", "{");
    await page.reload();
    await page.getByText("This wallet's file is damaged").waitFor();
    await page.getByText("Your settings could not be read").waitFor();
    await look(page, "damaged");
    assert.deepEqual(complaints, []);
    await context.close();
  },

  async "settings: faults at their fields, theme kept, history"() {
    const { page, context, complaints } = await visitor();
    await page.goto(`${base}/welcome/demo`);
    await page.getByRole("button", { name: /^Open as/ }).first().click();
    await heading(page, "Portfolio").waitFor();
    await page.getByRole("link", { name: "Settings" }).click();
    await heading(page, "Settings").waitFor();
    assert.equal(await page.title(), "Settings · Assay");
    await look(page, "settings");
    await page.getByRole("tab", { name: "Security" }).click();
    await look(page, "settings-security");
    await page.getByRole("tab", { name: "Network" }).click();
    await page.getByLabel("Endpoint", { exact: true }).fill("http://rpc.example.org");
    await page.getByLabel("Chain").fill("main");
    await page.locator("form button[type=submit]").click();
    await page.getByText("is not encrypted").waitFor();
    await page.getByText("not a chain").waitFor();
    await look(page, "settings-faults");
    await page.getByRole("tab", { name: "Appearance" }).click();
    await page.getByText("Dark", { exact: true }).click();
    await page.waitForFunction(() => document.documentElement.dataset.theme === "dark");
    await page.getByRole("tab", { name: "Security" }).click();
    await page.getByLabel("Lock after").selectOption("5");
    for (const _ of ["appearance", "network", "security", "wallet"]) await page.goBack();
    await page.goBack();
    await heading(page, "Portfolio").waitFor();
    await page.reload();
    await heading(page, "Unlock").waitFor();
    assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), "dark");
    await unlock(page, "public-demo");
    await heading(page, "Portfolio").waitFor();
    await page.getByRole("link", { name: "Settings" }).click();
    await page.getByRole("tab", { name: "Security" }).click();
    assert.equal(await page.getByLabel("Lock after").inputValue(), "5");
    await page.goto(`${base}/no/such/page`);
    await unlock(page, "public-demo");
    await heading(page, "No such page").waitFor();
    await look(page, "unknown");
    assert.deepEqual(complaints, []);
    await context.close();
  },
};

steps["a worker that fails locks the wallet, and garbage does not make it fail"] = async () => {
  const { page, context, complaints } = await visitor();
  await page.addInitScript(() => {
    const Real = globalThis.Worker;
    globalThis.workers = [];
    globalThis.Worker = class extends Real {
      constructor(...given) {
        super(...given);
        globalThis.workers.push(this);
      }
    };
  });
  await page.goto(`${base}/welcome/demo`);
  await page.getByRole("button", { name: /^Open as/ }).first().click();
  await heading(page, "Portfolio").waitFor();
  const heard = await page.evaluate(
    () =>
      new Promise((resolve) => {
        const worker = globalThis.workers.at(-1);
        const answers = [];
        worker.addEventListener("message", ({ data }) => answers.push(JSON.parse(data)));
        for (const garbage of [42, null, {}, "", "{", '{"id":"x"}', '{"id":77,"call":{"call":"steal"}}', '{"id":78}']) worker.postMessage(garbage);
        worker.postMessage('{"id":79,"call":{"call":"status"}}');
        setTimeout(() => resolve(answers), 1500);
      }),
  );
  assert.deepEqual(heard.map(({ id, result }) => [id, result.Err?.kind ?? result.Ok.answer]), [[77, "bad-request"], [78, "bad-request"], [79, "status"]]);
  await page.evaluate(() => globalThis.workers.at(-1).onmessage(new MessageEvent("message", { data: '{"failed":"a test"}' })));
  await heading(page, "Unlock").waitFor();
  assert.equal(await page.evaluate(() => globalThis.workers.length), 2, "another worker was started");
  await unlock(page, "public-demo");
  await heading(page, "Portfolio").waitFor();
  assert.deepEqual(complaints, []);
  await context.close();
};

steps["left alone, it locks itself"] = async () => {
  const { page, context, complaints } = await visitor();
  await page.clock.install();
  await page.goto(`${base}/welcome/demo`);
  await page.getByRole("button", { name: /^Open as/ }).first().click();
  await heading(page, "Portfolio").waitFor();
  await page.goto(`${base}/settings`);
  await unlock(page, "public-demo");
  await heading(page, "Settings").waitFor();
  await page.clock.fastForward("09:30");
  await heading(page, "Settings").waitFor();
  await page.clock.fastForward("00:40");
  await page.getByText("The wallet locked itself").waitFor();
  await page.clock.resume();
  await unlock(page, "public-demo");
  await heading(page, "Settings").waitFor();
  await page.goto(`${base}/welcome/create`);
  await page.getByRole("button", { name: "Make the phrase" }).click();
  await page.getByRole("button", { name: "Show the words" }).click();
  await page.clock.fastForward("10:05");
  await page.getByText("The phrase was put away").waitFor();
  assert.equal(await page.locator(".phrase__text").count(), 0);
  assert.deepEqual(complaints, []);
  await context.close();
};

let failed = 0;
for (const [name, step] of Object.entries(steps)) {
  try {
    await step();
    console.log(`ok ${name}`);
  } catch (error) {
    failed += 1;
    console.log(`FAILED ${name}\n${error.stack}`);
  }
}
await browser.close();
process.exit(failed ? 1 : 0);
