#!/usr/bin/env node
// How long a person waits for the portfolio: from loading the page to the locked door, and from the password to the figures.
// One line of JSON for each figure; `cargo xtask bench` runs it on a release build.
import { closeBrowser, freshPage } from "./harness/browser.mjs";
import { assets } from "./harness/assets.mjs";
import { DEMO_PASSWORD } from "./harness/wallet.mjs";

const RUNS = 5;
const command = "cargo xtask bench";

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

/** All lines have a worth: no figure is a skeleton, and each has its hallmark. */
async function figuresShown(wallet) {
  for (const asset of Object.values(assets)) {
    await wallet.asset(asset.name).getByRole("button", { name: /where this figure comes from/ }).nth(1).waitFor();
  }
}

/** One visit: how long each part took, and how many questions and bytes it was. */
async function visitOnce(page, wallet) {
  const traffic = { requests: 0, bytes: 0 };
  const count = async (response) => {
    if (!response.url().endsWith("/rpc")) return;
    traffic.requests += 1;
    const { responseBodySize } = await response.request().sizes();
    traffic.bytes += responseBodySize;
  };
  const start = performance.now();
  await wallet.reload();
  await wallet.heading("Unlock").waitFor();
  const loaded = performance.now();
  page.on("response", count);
  await page.getByLabel("Password", { exact: true }).fill(DEMO_PASSWORD);
  const typed = performance.now();
  await wallet.button("Unlock", { exact: true }).click();
  await wallet.isOpen();
  const opened = performance.now();
  await figuresShown(wallet);
  const shown = performance.now();
  page.off("response", count);
  return { load_ms: loaded - start, unlock_ms: opened - typed, figures_ms: shown - opened, rpc_requests: traffic.requests, rpc_bytes: traffic.bytes };
}

const { page, wallet, context } = await freshPage();
await wallet.openDemo("Alice");
await figuresShown(wallet);
const runs = [];
for (let run = 0; run < RUNS; run += 1) runs.push(await visitOnce(page, wallet));
await context.close();
await closeBrowser();

const meaning = {
  load_ms: "from reload to the locked door, assets cached",
  unlock_ms: "from the button to the open wallet: the password's key derivation",
  figures_ms: "from the open wallet to all holdings with their worths",
  rpc_requests: "questions to the endpoint from the password until the figures",
  rpc_bytes: "bytes of their answers",
};
for (const [figure, what] of Object.entries(meaning)) {
  const all = runs.map((run) => Math.round(run[figure]));
  console.log(JSON.stringify({ figure, median: median(all), runs: all, what, command }));
}
const total = runs.map((run) => Math.round(run.load_ms + run.figures_ms));
console.log(JSON.stringify({ figure: "portfolio_ms", median: median(total), runs: total, what: "page load to portfolio, without the password's key derivation", command }));
