// A test's body with a page of its own. What the page complains of fails the test; a failure leaves a picture and a log.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after } from "node:test";
import { closeBrowser, freshPage } from "./browser.mjs";
import { outputFolder } from "./env.mjs";
import { Profile } from "./profile.mjs";

after(closeBrowser);

async function keepEvidence(name, page, log, error) {
  const base = join(outputFolder(), name.replace(/[^a-z0-9]+/gi, "-").slice(0, 80));
  writeFileSync(`${base}.log`, `${error.stack ?? error}\n\n${log.lines.join("\n")}\n`);
  const taken = await page.screenshot({ path: `${base}.png`, fullPage: true }).then(() => true, () => false);
  // Sites and the windows that they opened too.
  const textOf = async (one) => `${one.url()}\n${await one.locator("body").innerText({ timeout: 2_000 }).catch(() => "(the page's text could not be read)")}`;
  writeFileSync(`${base}.txt`, (await Promise.all(page.context().pages().map(textOf))).join("\n\n"));
  error.message += `\n  see ${base}.log${taken ? " and .png" : ""}`;
}

/**
 * A test's body with a page of its own.
 * @param {(visit: { page, wallet, context, log }) => Promise<void>} body
 * @param {{ excuse?: RegExp[], context?: object, profile?: object }} options `excuse`: complaints that this test provokes;
 *   `profile`: as `Profile.start` takes it, for a browser with a profile on disk, which the body gets too
 */
export function visit(body, { excuse = [], context: contextOptions, profile } = {}) {
  return async (t) => {
    const opened = profile ? await new Profile().start(profile) : await freshPage(contextOptions);
    const { page, log, context } = opened;
    opened.t = t;
    try {
      await body(opened);
      const complaints = log.complaints.filter((line) => !excuse.some((pattern) => pattern.test(line)));
      if (complaints.length > 0) throw new Error(`the page complained on its console:\n  ${complaints.join("\n  ")}`);
    } catch (error) {
      await keepEvidence(t.name, page, log, error);
      throw error;
    } finally {
      await (opened.profile?.end() ?? context.close());
    }
  };
}
