// An endpoint that dies, and one that lies: each is said plainly, and no figure pretends to be better known than it is.
import assert from "node:assert/strict";
import { test } from "node:test";
import { amountShown, assets, holding, moneyShown } from "../harness/assets.mjs";
import { balance, decimal, people, read } from "../harness/chain.mjs";
import { CUT_OFF, eventually } from "../harness/browser.mjs";
import { change, replaced, withoutProofs } from "../harness/endpoint.mjs";
import { rpc } from "../harness/env.mjs";
import { visit } from "../harness/visit.mjs";

const { fund } = assets;
const RPC = "**/rpc";

/** Answers the wallet's questions through the real chain, with the answers changed on the way. */
async function lie(context, change) {
  await context.route(RPC, async (route) => {
    try {
      const response = await route.fetch();
      await route.fulfill({ response, body: change(await response.text()) });
    } catch {
      // The page has given the question up, or is closed: nobody waits for this answer.
    }
  });
}

/** Opens Alice's wallet and looks at the form of the fund, which has her balance in it. */
async function atFund(wallet) {
  await wallet.openDemo("Alice");
  await wallet.goTo("Send");
}

/** No figure of Alice's fund is on the page. */
async function assertWithheld(page) {
  const shown = amountShown(decimal(await balance(fund.token, people.alice), 18));
  const text = await page.getByRole("main").innerText();
  assert.ok(!text.includes(shown), `the balance ${shown} is withheld: ${text}`);
}

test("an endpoint that dies: said at once, the old figures stay and are marked, and it recovers by itself", visit(async ({ wallet, page, context }) => {
  await wallet.openDemo("Alice");
  await wallet.goTo("Portfolio");
  const shown = amountShown(decimal(await balance(fund.token, people.alice), 18));
  await wallet.asset(fund.name).filter({ hasText: shown }).waitFor();
  await context.route(RPC, (route) => route.abort());
  await page.getByText(/endpoint (cannot be reached|does not answer)/i).first().waitFor();
  assert.ok((await wallet.asset(fund.name).innerText()).includes(shown), "the old figure stays");
  await context.unroute(RPC);
  await page.getByText(/endpoint (cannot be reached|does not answer)/i).first().waitFor({ state: "detached" });
}, { excuse: CUT_OFF }));

test("an endpoint that was dead from the start: said, with a retry, and nothing is made up", visit(async ({ wallet, page, context }) => {
  await context.route(RPC, (route) => route.abort());
  await wallet.openDemo("Alice");
  await wallet.goTo("Portfolio");
  await page.getByText("The endpoint cannot be reached").first().waitFor();
  await assertWithheld(page);
  await context.unroute(RPC);
  await wallet.button("Try again").first().click();
  const shown = amountShown(decimal(await balance(fund.token, people.alice), 18));
  await wallet.asset(fund.name).filter({ hasText: shown }).waitFor();
}, { excuse: CUT_OFF }));

test("an endpoint that answers with errors of its server", visit(async ({ wallet, page, context }) => {
  await context.route(RPC, (route) => route.fulfill({ status: 503, body: "down for maintenance" }));
  await wallet.openDemo("Alice");
  await wallet.goTo("Portfolio");
  await page.getByText("The endpoint cannot be reached").first().waitFor();
  await page.getByText(/HTTP status 503/).first().waitFor();
  await assertWithheld(page);
}, { excuse: CUT_OFF }));

test("an endpoint of another chain is refused by name", visit(async ({ wallet, page, context }) => {
  await lie(context, (body) => body.replaceAll('"0x7a69"', '"0x1"'));
  await wallet.openDemo("Alice");
  await wallet.goTo("Portfolio");
  await page.getByText("The endpoint is on another chain").first().waitFor();
  await assertWithheld(page);
}));

test("an endpoint that answers with a web page", visit(async ({ wallet, page, context }) => {
  await context.route(RPC, (route) => route.fulfill({ contentType: "text/html", body: "<!doctype html><h1>Log in to the hotel's network</h1>" }));
  await wallet.openDemo("Alice");
  await wallet.goTo("Portfolio");
  await page.getByText("The endpoint's answer makes no sense").first().waitFor();
  await assertWithheld(page);
}));

test("an endpoint whose header does not hash to its hash is caught", visit(async ({ wallet, page, context }) => {
  await lie(context, (body) => body.replace(/"stateRoot":"0x[0-9a-f]{4}/, '"stateRoot":"0xdead'));
  await wallet.openDemo("Alice");
  await wallet.goTo("Portfolio");
  await page.getByText("The endpoint contradicts itself").first().waitFor();
  await assertWithheld(page);
}));

test("a balance that the endpoint invents is caught by the proof of its storage, and withheld", visit(async ({ wallet, page, context }) => {
  const real = await balance(fund.token, people.alice);
  const invented = real * 10n;
  await change(context, RPC, (_method, answer) => replaced(answer, real, invented));
  await wallet.openDemo("Alice");
  await wallet.goTo("Portfolio");
  await page.getByText("The endpoint contradicts itself").first().waitFor();
  const text = await page.getByRole("main").innerText();
  for (const raw of [real, invented]) {
    assert.ok(!text.includes(amountShown(decimal(raw, 18))), `neither figure is shown as the balance: ${text}`);
  }
}));

test("a price that an endpoint without proofs invents is shown as what it is: claimed by one endpoint, checked by nobody", visit(async ({ wallet, page, context }) => {
  const [, answer] = await read(fund.feed, "latestRoundData");
  await change(context, RPC, (method, got) => replaced(withoutProofs(method, got), answer, answer * 10n));
  await wallet.openDemo("Alice");
  await wallet.goTo("Portfolio");
  const { raw, decimals } = await holding(fund, people.alice);
  const scale = Number(await read(fund.feed, "decimals"));
  const row = wallet.asset(fund.name).filter({ hasText: moneyShown(decimal(raw * answer * 10n, decimals + scale)) });
  await row.waitFor();
  const stamp = row.getByRole("button", { name: /where this figure comes from/ }).first();
  assert.match(await stamp.getAttribute("aria-label"), /^Claimed/, "a worth is never better known than its price");
  await stamp.click();
  await page.getByText("An endpoint said so. Nobody has checked it.").first().waitFor();
}));

test("a verdict is not had from an endpoint that fails while it is asked", visit(async ({ wallet, page, context }) => {
  await atFund(wallet);
  await page.getByRole("main").getByRole("link", { name: fund.name }).click();
  await wallet.send.receiver.waitFor();
  await wallet.send.fill(people.bob, "1");
  assert.match(await wallet.send.answer(), /This will pass/);
  await context.route(RPC, (route) => route.abort());
  await wallet.send.amount.fill("2");
  await wallet.send.verdict.getByRole("status").filter({ hasText: "Cannot tell" }).waitFor();
  assert.equal(await wallet.send.isOffered(), false);
  await context.unroute(RPC);
  await wallet.send.verdict.getByRole("status").filter({ hasText: "This will pass" }).waitFor();
}, { excuse: CUT_OFF }));

test("leaving the settings while an endpoint is being tried stops nothing, and changes nothing", visit(async ({ wallet, page, context }) => {
  await wallet.openDemo("Alice");
  await wallet.settings("Network");
  await context.route((address) => address.href.startsWith(rpc), async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    await route.continue().catch(() => {}); // the page may be gone
  });
  await page.getByLabel("Other endpoints").fill(rpc);
  await page.getByRole("main").getByRole("button", { name: /save/i }).first().click();
  await wallet.goTo("Portfolio");
  await page.waitForTimeout(2_000);
  await wallet.asset(fund.name).getByRole("button", { name: /where this figure/ }).first().waitFor();
}));

test("a new endpoint is looked at before it is used", visit(async ({ wallet, page }) => {
  await wallet.openDemo("Alice");
  await wallet.settings("Network");
  await page.getByLabel("Endpoint", { exact: true }).fill("http://rpc.example.org");
  await page.getByRole("main").getByRole("button", { name: /save/i }).first().click();
  await page.getByText(/is not encrypted/).waitFor();
  await page.getByLabel("Endpoint", { exact: true }).fill("http://127.0.0.1:9/");
  await page.getByRole("main").getByRole("button", { name: /save/i }).first().click();
  await eventually("the dead endpoint is refused or told of", async () => {
    const text = await page.getByRole("main").innerText();
    return /did not pass|could not be reached|cannot be reached/.test(text);
  });
}, { excuse: [...CUT_OFF, /ERR_UNSAFE_PORT/] }));
