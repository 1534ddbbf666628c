// A wallet's side that does as a test tells it, in Node: what `window.open` gives, what it says to the page that opened it, and its end of the port.
// The port is a real one, so that messages are cloned and come later, as in a browser.
import { createProvider } from '@assay/sdk/provider';

export const WALLET = 'https://wallet.example';
export const SITE = 'https://site.example';
export const ACCOUNT = '0x1111111111111111111111111111111111111111';
export const OTHER = '0x2222222222222222222222222222222222222222';

const stored = new Map();

/** What of a page the provider touches where no dialog is shown. */
Object.assign(globalThis, {
  location: new URL(`${SITE}/`),
  sessionStorage: { getItem: (key) => stored.get(key) ?? null, setItem: (key, text) => stored.set(key, text), removeItem: (key) => stored.delete(key) },
});
const page = new EventTarget();
for (const name of ['addEventListener', 'removeEventListener', 'dispatchEvent']) globalThis[name] = page[name].bind(page);

export const storage = stored;

/** One message to a port and no other. What was posted before it has arrived by then. */
const hop = () =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port2.onmessage = () => {
      port1.close();
      resolve();
    };
    port1.postMessage(0);
  });

/** Lets everything arrive that is on its way, and what is answered to that. */
export const settled = async () => {
  for (let hops = 0; hops < 10; hops += 1) await hop();
};

/** A window of the wallet, as the site's `window.open` gave it. */
class Window {
  closed = false;
  focused = 0;
  /** What came by the port, oldest first. */
  asked = [];
  opened = [];

  constructor(address) {
    this.address = new URL(address);
    this.nonce = new URLSearchParams(this.address.hash.slice(1)).get('nonce');
  }

  postMessage(text, origin, ports) {
    this.opened.push({ text, origin });
    [this.port] = ports;
    this.port.onmessage = ({ data }) => this.#hear(JSON.parse(data));
  }

  focus() {
    this.focused += 1;
  }

  close() {
    this.closed = true;
  }

  /** Says something to the page, as a window does. */
  say(data, { origin = WALLET, source = this } = {}) {
    dispatchEvent(Object.assign(new Event('message'), { data, origin, source }));
  }

  ready() {
    this.say(JSON.stringify({ assay: 1, kind: 'ready', nonce: this.nonce }));
    return settled();
  }

  /** Answers at once what the wallet answers without its user. */
  accounts = [ACCOUNT];
  chainId = '0x1';

  #hear(request) {
    this.asked.push(request);
    if (request.method === 'eth_accounts') this.post({ id: request.id, result: this.accounts });
    if (request.method === 'eth_chainId') this.post({ id: request.id, result: this.chainId });
  }

  post(message) {
    this.port.postMessage(typeof message === 'string' ? message : JSON.stringify(message));
    return settled();
  }

  /** The newest request of a method. */
  last(method) {
    return this.asked.findLast((request) => request.method === method);
  }

  /** Answers it. */
  answer(method, result) {
    return this.post({ id: this.last(method).id, result });
  }
}

/** A provider whose windows are kept, and its events. */
export const scripted = (options = {}) => {
  const windows = [];
  globalThis.open = (address) => {
    const opened = new Window(address);
    windows.push(opened);
    return opened;
  };
  const provider = createProvider({ wallet: WALLET, ...options });
  const events = [];
  for (const name of ['connect', 'disconnect', 'accountsChanged', 'chainChanged']) {
    provider.on(name, (value) => events.push([name, value instanceof Error ? value.code : value]));
  }
  return { provider, windows, events, ended: () => provider.disconnect() };
};

/** The same, connected. */
export const connected = async (options) => {
  stored.clear();
  const all = scripted(options);
  const asked = all.provider.request({ method: 'eth_requestAccounts' });
  const [window] = all.windows;
  await window.ready();
  await window.answer('eth_requestAccounts', [ACCOUNT]);
  await asked;
  return { ...all, window };
};
