// A line of the test's own to a key worker of the page's origin: what another tab would have. See web/src/worker/protocol.

/** Runs in the page: `askKeys(call)` asks, `keyNews` has what was said unasked. */
async function openLine() {
  const worker = await globalThis.assayWorker('keys');
  const waiting = new Map();
  let next = 1;
  globalThis.keyNews = [];
  worker.onmessage = ({ data }) => {
    if (!(data instanceof Uint8Array)) return void globalThis.keyWrites?.(data);
    const { reply, news } = JSON.parse(new TextDecoder().decode(data));
    if (news) return void globalThis.keyNews.push(news);
    waiting.get(reply.id)?.(reply.result);
    waiting.delete(reply.id);
  };
  globalThis.askKeys = (call) => new Promise((resolve) => {
    const id = next++;
    waiting.set(id, resolve);
    const bytes = new TextEncoder().encode(JSON.stringify({ id, call }));
    worker.postMessage(bytes, [bytes.buffer]);
  });
}

export class KeyLine {
  constructor(page) {
    this.page = page;
  }

  static async open(page) {
    await page.goto("/welcome");
    await page.waitForFunction(() => globalThis.assayWorker);
    await page.evaluate(openLine);
    return new KeyLine(page);
  }

  /** What is answered; a refusal is an error with the worker's `kind`. */
  async ask(call, rest = {}) {
    const { Ok, Err } = await this.page.evaluate((asked) => globalThis.askKeys(asked), { call, ...rest });
    if (Err) throw Object.assign(new Error(`${call}: ${Err.message}`), Err);
    return Ok;
  }

  /** Asks and does not wait. */
  post(call, rest = {}) {
    return this.page.evaluate((asked) => void globalThis.askKeys(asked), { call, ...rest });
  }

  status() {
    return this.ask("status");
  }
}

/** Protects a new wallet, or opens one. */
export const by = (password) => ({ by: "password", password });

/** What an import says besides its text. */
export const nothingMore = { passphrase: "", filePassword: "", path: "" };
