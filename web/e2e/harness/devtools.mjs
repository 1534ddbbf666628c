// The browser's own tools on a page and on its workers: what lies in their memory.
// The page's and the worker's JavaScript share nothing, so each is a target of its own.
import { Snapshot } from "./snapshot.mjs";

/** One JavaScript world: a page or a worker. */
export class Target {
  #send;
  #listen;

  constructor(name, send, listen) {
    this.name = name;
    this.#send = send;
    this.#listen = listen;
  }

  send(method, params = {}) {
    return this.#send(method, params);
  }

  /** Its heap, after all that can be freed was freed. */
  async heap() {
    const parts = [];
    const stop = this.#listen("HeapProfiler.addHeapSnapshotChunk", ({ chunk }) => parts.push(chunk));
    await this.collect();
    await this.send("HeapProfiler.takeHeapSnapshot", { reportProgress: false });
    stop();
    return new Snapshot(parts.join(""));
  }

  async collect() {
    await this.send("HeapProfiler.enable");
    await this.send("HeapProfiler.collectGarbage");
    await this.send("HeapProfiler.collectGarbage");
  }

  async #call(objectId, body, ...args) {
    const given = args.map((value) => ({ value }));
    const { result, exceptionDetails } = await this.send("Runtime.callFunctionOn", {
      objectId, functionDeclaration: body, arguments: given, returnByValue: true,
    });
    if (exceptionDetails) throw new Error(`in ${this.name}: ${exceptionDetails.exception?.description ?? exceptionDetails.text}`);
    return result.value;
  }

  /** Every linear memory of WebAssembly. */
  memories() {
    return this.#ofMemories(async (handle, sizes) => {
      const found = [];
      for (const [index, size] of sizes.entries()) found.push(await this.#read(handle, index, size));
      return found;
    });
  }

  /** How long they are. */
  lengths() {
    return this.#ofMemories((_handle, sizes) => sizes);
  }

  async #ofMemories(look) {
    const { result: prototype } = await this.send("Runtime.evaluate", { expression: "WebAssembly.Memory.prototype" });
    const { objects } = await this.send("Runtime.queryObjects", { prototypeObjectId: prototype.objectId });
    const sizes = await this.#call(objects.objectId, "function () { return this.map((one) => one.buffer.byteLength); }");
    const found = await look(objects.objectId, sizes);
    await this.send("Runtime.releaseObject", { objectId: objects.objectId });
    return found;
  }

  async #read(handle, index, size) {
    const CHUNK = 1 << 22;
    const bytes = Buffer.alloc(size);
    for (let start = 0; start < size; start += CHUNK) {
      const text = await this.#call(handle, `function (index, start, size) {
        const { buffer } = this[index];
        return new Int32Array(buffer, start, size / 4).some((word) => word !== 0) ? new Uint8Array(buffer, start, size).toBase64() : "";
      }`, index, start, Math.min(CHUNK, size - start));
      bytes.write(text, start, "base64");
    }
    return bytes;
  }
}

/** The page as a target. */
export async function pageTarget(page) {
  const session = await page.context().newCDPSession(page);
  const listen = (event, heard) => {
    session.on(event, heard);
    return () => session.off(event, heard);
  };
  return new Target("the page", (method, params) => session.send(method, params), listen);
}

/** The page's workers as targets. They are spoken to through the page's session. */
export async function workerTargets(page) {
  const session = await page.context().newCDPSession(page);
  const lines = new Map();
  session.on("Target.attachedToTarget", ({ sessionId, targetInfo }) => {
    if (targetInfo.type === "worker") lines.set(sessionId, { name: nameOf(targetInfo), waiting: new Map(), heard: new Map(), next: 1 });
  });
  session.on("Target.receivedMessageFromTarget", ({ sessionId, message }) => hear(lines.get(sessionId), JSON.parse(message)));
  await session.send("Target.setAutoAttach", { autoAttach: true, waitForDebuggerOnStart: false, flatten: false });
  return [...lines].map(([sessionId, line]) => {
    const send = (method, params) => new Promise((resolve, reject) => {
      const id = line.next++;
      line.waiting.set(id, { resolve, reject, method });
      session.send("Target.sendMessageToTarget", { sessionId, message: JSON.stringify({ id, method, params }) }).catch(reject);
    });
    const listen = (event, heard) => {
      line.heard.set(event, heard);
      return () => line.heard.delete(event);
    };
    return new Target(line.name, send, listen);
  });
}

/** The keys' worker is the one that matters: tests call it "the worker". */
const nameOf = ({ url }) => (url.includes("prover-boot") ? "the proofs' worker" : "the worker");

function hear(line, { id, result, error, method, params }) {
  if (id === undefined) return void line?.heard.get(method)?.(params);
  const asked = line?.waiting.get(id);
  line?.waiting.delete(id);
  if (error) asked?.reject(new Error(`${asked.method}: ${error.message}`));
  else asked?.resolve(result);
}
