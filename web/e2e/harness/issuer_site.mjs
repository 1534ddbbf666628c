// An issuer's site with the widget in its pages: another origin than the wallet's, under the policy of examples/issuer-site.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after } from "node:test";
import { serve } from "../../../examples/issuer-site/serve.mjs";
import { files, rpc, url, widget } from "./env.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const running = [];
after(() => Promise.all(running.map(({ stop }) => stop())));

/** A tag of the widget. Attributes given as null are left out. */
export function tag(attributes) {
  const all = { asset: "{{chain}}/erc20:{{gold}}", list: "{{list}}", rpc, wallet: url, view: "backing", ...attributes };
  const told = Object.entries(all).filter(([, value]) => value !== null).map(([name, value]) => `${name}="${value}"`);
  return `<assay-asset ${told.join(" ")}></assay-asset>`;
}

/** A page around some markup. `html` are attributes of its root, such as `dir="rtl"`. */
export const pageOf = (body, html = 'lang="en"') => `<!doctype html><html ${html}><head><meta charset="utf-8"><title>An issuer</title>
  <meta name="viewport" content="width=device-width, initial-scale=1"><link rel="stylesheet" href="/site.css"><link rel="icon" href="data:,">
  <script type="module" src="/widget/widget.js" integrity="{{integrity}}" crossorigin="anonymous"></script></head>
  <body><main><h1>An issuer’s page</h1><h2>Facts</h2>${body}</main></body></html>`;

/** A site with these pages, by their paths. Gives its address. */
export async function site(pages, options = {}) {
  const started = await serve({ widget: widget(), files, wallet: url, pages, ...options });
  running.push(started);
  return started.address;
}

/** What is wrong with how a page looks: violations of WCAG, and whatever is wider than it. */
export async function faults(page) {
  await page.evaluate(axe);
  const violations = await page.evaluate(async () => (await globalThis.axe.run(document, { resultTypes: ["violations"], preload: false })).violations);
  const wide = await page.evaluate(() => [...document.querySelectorAll("assay-asset")].flatMap((host) => {
    const right = host.getBoundingClientRect().right;
    return [...host.shadowRoot.querySelectorAll("*")].filter((one) => one.checkVisibility() && !one.closest(".visually-hidden") && one.getBoundingClientRect().right > right + 1).map((one) => `wide: ${one.className}`);
  }));
  return [...violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target, failureSummary }) => `${target} ${failureSummary}`).slice(0, 3).join("; ")}`), ...wide];
}
