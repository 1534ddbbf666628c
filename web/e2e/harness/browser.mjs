// A real Chromium. Each visit gets a profile of its own, and keeps what the page says on its console.
import { chromium as engine } from "playwright-core";
import { chromium as program, url } from "./env.mjs";
import { Wallet } from "./wallet.mjs";

/** How long anything is waited for: it ends what hangs, and a machine may be slow. */
export const PATIENCE = 60_000;
export const DESK = { width: 1280, height: 900 };

let running;

/** The browser, started once for each test file. */
export async function browser() {
  running ??= await engine.launch({ executablePath: program, args: ["--no-sandbox", "--disable-dev-shm-usage"] });
  return running;
}

/** Stops it. */
export async function closeBrowser() {
  await running?.close();
  running = undefined;
}

/** What the page said: everything, and what of it was a complaint. */
export class Log {
  lines = [];
  complaints = [];

  add(kind, text) {
    this.lines.push(`${kind}: ${text}`);
  }

  complain(kind, text) {
    this.add(kind, text);
    this.complaints.push(`${kind}: ${text}`);
  }

  listen(page) {
    page.on("console", (message) => {
      if (message.type() === "error") this.complain("console error", `${message.text()} (${message.location().url ?? ""})`);
      else this.add(message.type(), message.text());
    });
    page.on("pageerror", (error) => this.complain("uncaught", error.stack ?? String(error)));
    page.on("crash", () => this.complain("crash", "the page's process ended"));
    page.on("requestfailed", (request) => this.add("request failed", `${request.url()} ${request.failure()?.errorText}`));
    page.on("framenavigated", (frame) => this.add("at", frame.url()));
  }
}

/** Runs in the page before its own scripts: a policy violation is told on the console, so that the log has it. */
export function tellViolations() {
  addEventListener("securitypolicyviolation", (event) => {
    console.error(`policy violation: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
  });
}

/** A fresh profile with one page. Options are playwright's for a context. */
export async function freshPage(options = {}) {
  const opened = await browser();
  const context = await opened.newContext({ baseURL: url, viewport: DESK, reducedMotion: "reduce", ...options });
  context.setDefaultTimeout(PATIENCE);
  await context.addInitScript(tellViolations);
  const page = await context.newPage();
  const log = new Log();
  log.listen(page);
  return { context, page, log, wallet: new Wallet(page) };
}

/** What the browser itself says of connections that a test cuts. */
export const CUT_OFF = [/Failed to load resource: net::ERR_FAILED/, /Failed to load resource: net::ERR_CONNECTION/, /status of 5\d\d/];

/** Waits until `look` returns something true, and returns it. The last refusal is in the error. */
export async function eventually(what, look, patience = PATIENCE) {
  const end = Date.now() + patience;
  let last;
  while (Date.now() < end) {
    try {
      const found = await look();
      if (found) return found;
      last = `got ${String(found)}`;
    } catch (error) {
      last = error.message;
    }
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
  throw new Error(`not within ${patience / 1000} s: ${what} (${last})`);
}
