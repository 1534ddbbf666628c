// Looks everywhere where a secret could have been left: memory of page and worker, storage, files, requests, what was said.
import assert from "node:assert/strict";
import { Sieve, told } from "./sieve.mjs";
import { areas } from "./storage.mjs";
import { pageTarget, workerTargets } from "./devtools.mjs";

/** Runs in the page before its scripts: whoever touches the clipboard is noted. */
export function watchClipboard() {
  const touched = (globalThis.touchedClipboard = []);
  for (const verb of ["write", "writeText", "read", "readText"]) {
    const plain = navigator.clipboard?.[verb];
    if (plain) navigator.clipboard[verb] = (...given) => { touched.push(verb); return plain.apply(navigator.clipboard, given); };
  }
  for (const event of ["copy", "cut"]) addEventListener(event, () => touched.push(event), true);
}

export class Scan {
  /** @param opened a page of a profile @param needles what to look for */
  constructor({ page, log, profile }, needles) {
    Object.assign(this, { page, log, profile, sieve: new Sieve(needles) });
  }

  #in(bytes, where) {
    return this.sieve.find(bytes).map((find) => told(find, where));
  }

  async #ofTarget(target) {
    // The heap first: reading memories makes new strings. A memory may grow meanwhile, and is in the heap as long as it was.
    const before = await target.lengths();
    const heap = await target.heap();
    const memories = await target.memories();
    if (memories.length === 0) throw new Error(`${target.name} has no linear memory: nothing was looked at`);
    // No tool of the browser reads other arrays, so there must be none.
    const arrays = heap.arrays([...before, ...memories.map(({ length }) => length)]);
    return [
      ...this.#in(Buffer.from(heap.strings.join("\n")), `${target.name}'s JavaScript heap`),
      ...memories.flatMap((bytes) => this.#in(bytes, `${target.name}'s linear memory`)),
      ...arrays.map(({ name, size, holders }) => `an array of ${target.name} that cannot be read: ${name}, ${size} bytes, of ${holders.join(" and ")}`),
    ];
  }

  /** The page: strings, buffers, linear memory, and what its document and its fields say. */
  async inPage() {
    const document = await this.page.evaluate(() => {
      const fields = [...globalThis.document.querySelectorAll("input, textarea")].map((field) => `${field.value}\n${field.defaultValue}`);
      const { outerHTML, textContent } = globalThis.document.documentElement;
      return [outerHTML, textContent.replace(/[\d\s.]+/g, " "), ...fields].join("\n"); // words are numbered on the screen
    });
    const shown = this.#in(Buffer.from(document), "the document");
    return [...shown, ...(await this.#ofTarget(await pageTarget(this.page)))];
  }

  /** The worker, or all of them. */
  async inWorkers() {
    const targets = await workerTargets(this.page);
    if (targets.length === 0) throw new Error("there is no worker to look at");
    const found = [];
    for (const target of targets) found.push(...(await this.#ofTarget(target)));
    return found;
  }

  /** Every storage area of the origin. */
  async inStorage() {
    return (await areas(this.page)).flatMap(({ where, bytes }) => this.#in(bytes, where));
  }

  /** The profile's files as they lie on the disk. */
  inFiles() {
    return this.profile.files().flatMap(({ path, bytes }) => this.#in(bytes, `the profile's file ${path}`));
  }

  /** Every request that any page or worker of the profile made. */
  async inRequests() {
    const found = [];
    for (const request of this.profile.requests) {
      const headers = JSON.stringify(await request.allHeaders().catch(() => request.headers()));
      const whole = Buffer.concat([Buffer.from(`${request.url()}\n${decodeURIComponent(request.url())}\n${headers}\n`), request.postDataBuffer() ?? Buffer.of()]);
      found.push(...this.#in(whole, `the request ${request.method()} ${new URL(request.url()).pathname}`));
    }
    return found;
  }

  /** Console, errors, title, address and history. */
  async inWords() {
    const session = await this.page.context().newCDPSession(this.page);
    const history = JSON.stringify(await session.send("Page.getNavigationHistory"));
    const state = await this.page.evaluate(() => JSON.stringify(globalThis.history.state) ?? "");
    await session.detach();
    return [
      ...this.#in(Buffer.from(this.log.lines.join("\n")), "the console"),
      ...this.#in(Buffer.from(`${history}\n${state}\n${await this.page.title()}\n${this.page.url()}`), "history, title or address"),
    ];
  }

  /** All of it. */
  async everywhere() {
    const found = [await this.inPage(), await this.inWorkers(), await this.inStorage(), this.inFiles(), await this.inRequests(), await this.inWords()].flat();
    const clipboard = await this.page.evaluate(() => globalThis.touchedClipboard ?? []);
    if (this.profile.sockets.length > 0) found.push(`web sockets: ${this.profile.sockets.join(" ")}`);
    return [...found, ...clipboard.map((verb) => `the clipboard was touched: ${verb}`)];
  }
}

/** Fails with where each find lies. */
export function assertNothing(found, when) {
  assert.deepEqual(found, [], `${when}: ${found.length} finds\n  ${found.slice(0, 40).join("\n  ")}`);
}
