// A site of its own origin with viem, ethers and wagmi, which drive the wallet through the provider.
import { once } from "node:events";
import { createServer } from "node:http";
import { join } from "node:path";
import { build } from "esbuild";
import { demo, rpc, url } from "./env.mjs";
import { DEMO_PASSWORD } from "./wallet.mjs";

let bundled;

/** The page's script: its libraries, and the provider from its sources. */
async function script() {
  const entryPoints = [join(import.meta.dirname, "clients_page.mjs")];
  const { outputFiles } = await build({ entryPoints, bundle: true, format: "esm", write: false, logLevel: "warning", define: { "process.env.NODE_ENV": '"production"' } });
  return outputFiles[0].text;
}

/** Serves the site until it is closed; gives its origin. `headers` come with its page. */
export async function serveClients(headers = {}) {
  const { chainId } = demo();
  const told = JSON.stringify({ wallet: url, rpc, chainId });
  const page = `<!doctype html><html lang="en"><title>Example Funds</title><link rel="icon" href="data:,"><body><h1>Example Funds</h1><script>window.told = ${told}</script><script type="module" src="/site.js"></script>`;
  bundled ??= script();
  const text = await bundled;
  const server = createServer((request, response) => {
    if (request.url === "/site.js") response.writeHead(200, { "content-type": "text/javascript" }).end(text);
    else response.writeHead(200, { "content-type": "text/html", ...headers }).end(page);
  }).listen(0);
  await once(server, "listening");
  return { origin: `http://localhost:${server.address().port}`, close: () => server.close() };
}

/** The wallet's window of a site, as its user uses it. */
export class SiteWindow {
  constructor(page) {
    this.page = page;
    this.sheet = page.getByRole("dialog", { name: "Review" });
  }

  /** Does in the site's tab what opens it. Gives it, and a promise of what became of what was asked. */
  static async opening(tab, ask) {
    const opened = tab.context().waitForEvent("page");
    const asked = ask();
    const page = await opened;
    await page.locator("#boot").waitFor({ state: "detached", timeout: 60_000 });
    return { window: new SiteWindow(page), asked };
  }

  button(name) {
    return this.page.getByRole("button", { name, exact: true });
  }

  async unlock() {
    await this.page.getByRole("heading", { name: "Unlock" }).waitFor({ timeout: 60_000 });
    await this.page.getByLabel("Password", { exact: true }).fill(DEMO_PASSWORD);
    await this.button("Unlock").click();
  }

  /** Signs what is asked, of which the sheet says `words`, and closes the sheet. */
  async sign(words, button = "Sign") {
    await this.sheet.getByText(words).first().waitFor();
    await this.sheet.getByRole("button", { name: button, exact: true }).click();
    await this.sheet.getByRole("button", { name: "Done", exact: true }).click();
    await this.sheet.waitFor({ state: "hidden" });
  }

  /** Says no to what is asked. */
  async refuse(words) {
    await this.sheet.getByText(words).first().waitFor();
    await this.sheet.getByRole("button", { name: "Cancel", exact: true }).click();
    await this.sheet.waitFor({ state: "hidden" });
  }

  /** Reads why something is not even offered, and closes the sheet. */
  async close(words) {
    await this.sheet.getByText(words).first().waitFor();
    await this.sheet.getByRole("button", { name: "Close", exact: true }).last().click();
    await this.sheet.waitFor({ state: "hidden" });
  }
}
