// An issuer's site with the widget in its pages: another origin than the wallet's, under the policy of examples/issuer-site.
import { after } from "node:test";
import { serve } from "../../../examples/issuer-site/serve.mjs";
import { files, rpc, url, widget } from "./env.mjs";

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
