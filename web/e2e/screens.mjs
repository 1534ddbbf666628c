#!/usr/bin/env node
// Pictures of every screen, in both themes, on a phone and on a desk, for people to look at.
//
//     ASSAY_URL=… ASSAY_DEVNET=… ASSAY_CHROMIUM=… node screens.mjs <folder> [screen …]
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { closeBrowser, freshPage } from "./harness/browser.mjs";
import { first, windows } from "./harness/connect_screens.mjs";
import { closed, elsewhere, open } from "./harness/screens.mjs";
import { siteScreens, withReview } from "./harness/site_screens.mjs";

const [folder, ...only] = process.argv.slice(2);
if (!folder) {
  console.error("usage: node screens.mjs <folder> [screen …]");
  process.exit(2);
}
mkdirSync(folder, { recursive: true });

const SIZES = { phone: { width: 360, height: 740 }, desk: { width: 1280, height: 900 } };
const wanted = (screens) => Object.entries(screens).filter(([name]) => only.length === 0 || only.includes(name));

async function takeAll(page, name) {
  for (const [size, viewport] of Object.entries(SIZES)) {
    await page.setViewportSize(viewport);
    for (const theme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
      await page.screenshot({ path: join(folder, `${name}-${size}-${theme}.png`), fullPage: !name.startsWith("review") && !["provenance", "yields-claim-all"].includes(name) });
    }
  }
  await page.setViewportSize(SIZES.desk);
  console.log(name);
}

/** One screen in a profile of its own, so that a screen that fails spoils no other. */
async function take(name, go, prepare) {
  await withFresh(name, async ({ page, wallet }) => {
    await prepare(wallet);
    // A screen of a window that a site opened names that window.
    const went = await go(wallet, page);
    await takeAll(went?.setViewportSize ? went : page, name);
  });
}

async function withFresh(name, body) {
  const opened = await freshPage({ deviceScaleFactor: 1 });
  const { context, page } = opened;
  try {
    await body(opened);
  } catch (error) {
    console.error(`${name}: ${error.message.split("\n")[0]}`);
    await page.screenshot({ path: join(folder, `${name}-failed.png`) });
    process.exitCode = 1;
  } finally {
    await context.close();
  }
}

for (const [name, go] of wanted(closed)) await take(name, go, async () => {});
for (const [name, go] of wanted(first)) await take(name, go, async () => {});
for (const [name, go] of wanted(elsewhere)) await take(name, go, async () => {});
for (const [name, go] of wanted(open)) await take(name, go, (wallet) => wallet.openDemo("Alice"));
for (const [name, go] of wanted(windows)) await take(name, go, (wallet) => wallet.openDemo("Alice"));
for (const [name, question] of wanted(siteScreens)) await withFresh(name, (opened) => withReview(opened, question, (window) => takeAll(window, name)));
await closeBrowser();
