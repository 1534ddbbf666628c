// What the server says and what the browser enforces: the content policies, types and encodings; and secrets stay in the worker.
import assert from "node:assert/strict";
import { test } from "node:test";
import { url } from "../harness/env.mjs";
import { visit } from "../harness/visit.mjs";

/** A policy as directives. */
const directives = (header) => Object.fromEntries(header.split(";").map((part) => part.trim().split(/ (.*)/s)).map(([name, rest = ""]) => [name, rest]));

async function loaded(page) {
  const answers = new Map();
  page.on("response", (response) => answers.set(new URL(response.url()).pathname, response));
  const worker = page.waitForResponse(/\/worker\.[^/]*\.wasm$/);
  await page.goto("/");
  await page.locator("#boot").waitFor({ state: "detached", timeout: 60_000 });
  await worker;
  return answers;
}

const named = (answers, pattern) => {
  const found = [...answers.entries()].find(([path]) => pattern.test(path));
  assert.ok(found, `no ${pattern} among ${[...answers.keys()].join(" ")}`);
  return found[1];
};

test("the page may run its own scripts and wasm, and nothing else", visit(async ({ page }) => {
  const answers = await loaded(page);
  const policy = directives(answers.get("/").headers()["content-security-policy"]);
  assert.equal(policy["default-src"], "'none'");
  assert.equal(policy["script-src"], "'self' 'wasm-unsafe-eval'");
  assert.equal(policy["style-src"], "'self'");
  assert.equal(policy["object-src"] ?? policy["default-src"], "'none'");
  assert.equal(policy["base-uri"], "'none'");
  assert.equal(policy["form-action"], "'none'");
  assert.equal(policy["frame-ancestors"], "'none'");
  assert.equal(policy["require-trusted-types-for"], "'script'");
  for (const [path, response] of answers) {
    assert.equal(new URL(response.url()).origin, url, `${path} is of the wallet's own origin`);
    assert.equal(response.headers()["x-content-type-options"], "nosniff", path);
  }
}));

test("the policy bites: an inline script, markup with a handler and a foreign image are refused", visit(async ({ page, wallet }) => {
  await wallet.visit("/");
  const refused = await page.evaluate(async () => {
    const seen = [];
    addEventListener("securitypolicyviolation", (event) => seen.push(event.effectiveDirective));
    const attempt = (change) => { try { change(); } catch (error) { seen.push(error.name); } };
    attempt(() => { const script = document.createElement("script"); script.textContent = "window.evil = 1"; document.head.append(script); });
    attempt(() => { const frame = document.createElement("div"); frame.innerHTML = "<img src=x onerror='window.evil = 2'>"; document.body.append(frame); });
    attempt(() => { const image = new Image(); image.src = "https://example.org/a.png"; document.body.append(image); });
    attempt(() => document.body.setAttribute("onclick", "window.evil = 3"));
    await new Promise((resolve) => setTimeout(resolve, 300));
    document.body.click();
    return { seen, evil: window.evil ?? null };
  });
  assert.equal(refused.evil, null, "nothing of it ran");
  assert.ok(refused.seen.includes("img-src"), `a foreign image is refused: ${refused.seen}`);
  assert.ok(refused.seen.some((name) => /TypeError|trusted-types|script-src/.test(name)), `scripts are refused: ${refused.seen}`);
}, { excuse: [/policy violation/, /violates the following Content Security Policy/, /requires 'Trusted/] }));

test("the keys' worker may connect to nobody", visit(async ({ page }) => {
  const answers = await loaded(page);
  const worker = named(answers, /worker-boot.*\.js$/);
  const policy = directives(worker.headers()["content-security-policy"]);
  assert.equal(policy["connect-src"], "'none'");
  assert.equal(policy["default-src"], "'none'");
  const [thread] = page.workers();
  const fetched = await thread.evaluate((address) => fetch(address).then(() => "connected", (error) => error.name), url);
  assert.equal(fetched, "TypeError", "the browser enforces it");
}, { excuse: [/policy violation/, /violates the following Content Security Policy/, /Refused to connect/, /Fetch API cannot load/] }));

test("wasm comes as wasm, compressed, and is kept by its name", visit(async ({ page }) => {
  const answers = await loaded(page);
  for (const pattern of [/app.*\.wasm$/, /worker.*\.wasm$/]) {
    const headers = await named(answers, pattern).allHeaders();
    assert.equal(headers["content-type"], "application/wasm");
    assert.match(headers["content-encoding"] ?? "none", /^(br|gzip)$/, `${pattern} is compressed`);
    assert.match(headers["cache-control"], /immutable/);
  }
}));

test("a route is a page, a missing file is missing", async () => {
  const status = async (path) => (await fetch(`${url}${path}`)).status;
  assert.equal(await status("/activity"), 200);
  assert.equal(await status("/assets/none.js"), 404);
  assert.equal(await status("/demo/none.json"), 404);
});
