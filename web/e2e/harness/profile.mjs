// A browser with a profile on disk, of which the program can be killed and started again.
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium as engine } from "playwright-core";
import { DESK, Log, PATIENCE, tellViolations } from "./browser.mjs";
import { chromium as program, url } from "./env.mjs";
import { Wallet } from "./wallet.mjs";

// Long strings are whole in a heap snapshot only so.
const ARGS = ["--no-sandbox", "--disable-dev-shm-usage", "--js-flags=--heap-snapshot-string-limit=1000000000"];

export class Profile {
  folder = mkdtempSync(join(tmpdir(), "assay-profile-"));
  requests = [];
  sockets = [];

  /** Starts the browser on this profile. */
  async start({ before = [], ...options } = {}) {
    this.context = await engine.launchPersistentContext(this.folder, {
      executablePath: program, args: ARGS, baseURL: url, viewport: DESK, reducedMotion: "reduce", ...options,
    });
    this.context.setDefaultTimeout(PATIENCE);
    this.context.on("request", (request) => this.requests.push(request));
    for (const script of [tellViolations, ...before]) await this.context.addInitScript(script);
    const [first] = this.context.pages();
    return this.open(first ?? (await this.context.newPage()));
  }

  /** A page of this profile with its log and its wallet. */
  open(page) {
    const log = new Log();
    log.listen(page);
    page.on("websocket", (socket) => this.sockets.push(socket.url()));
    return { context: this.context, page, log, wallet: new Wallet(page), profile: this };
  }

  /** Another tab. */
  async tab() {
    return this.open(await this.context.newPage());
  }

  /** Makes ready to kill: what it returns ends every process of the browser at once and without a word, as a power cut does. */
  async killer() {
    const session = await this.context.browser().newBrowserCDPSession();
    const { processInfo } = await session.send("SystemInfo.getProcessInfo");
    return () => {
      for (const { id } of processInfo) {
        try {
          process.kill(id, "SIGKILL");
        } catch (error) {
          if (error.code !== "ESRCH") throw error; // it ended before
        }
      }
    };
  }

  /**
   * Each file of the profile with its bytes. A running browser renames files: when one is gone before it is read, all are
   * read again, since its bytes may now lie under a name that was read before.
   */
  files() {
    for (let left = 20; ; left -= 1) {
      try {
        return readdirSync(this.folder, { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
          .map((path) => ({ path: path.slice(this.folder.length + 1), bytes: readFileSync(path) }));
      } catch (error) {
        if (error.code !== "ENOENT" || left === 0) throw error;
      }
    }
  }

  async close() {
    await this.context?.close().catch(() => {}); // killed before
  }

  /** Closes it and deletes its files. */
  async end() {
    await this.close();
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
}
