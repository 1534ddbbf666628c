// The wallet's window: opened within a click, met by the handshake of docs/connection.md, and from then on talked to by one port.
import { Code, ProviderRpcError } from './errors.js';
import { fromWallet, handshake, LONGEST, type Refusal, type SessionEvent } from './message.js';
import { ANSWERS, SENDING } from './methods.js';
import { prompt, type Action, type Prompt } from './prompt.js';
import { random } from './random.js';

/** What a request is on its way to the window. */
export interface Asked {
  readonly method: string;
  readonly params: unknown;
  /** Both as JSON. */
  readonly text: string;
}

interface Waiting extends Asked {
  resolve(result: unknown): void;
  reject(error: ProviderRpcError): void;
}

export interface Hooks {
  /** What the site calls itself. */
  name(): string;
  /** A port is open: what is asked in here goes before all that waits. */
  opened(): void;
  event(event: SessionEvent): void;
  /** The session is over: nothing of that window can be believed. */
  ended(error: ProviderRpcError): void;
  /** The link that leads to the wallet by redirect. */
  redirect(asked: Asked): Action;
}

const FEATURES = 'popup,width=440,height=760';
const LOOK_EVERY_MS = 200;
/** Characters of `"id":…,`. */
const ROOM_FOR_ID = 24;

/** A request as text, before anything is opened for it. Throws -32602 for what is no JSON or is too long. */
export const asText = (method: string, params: unknown = []): Asked => {
  let text;
  try {
    text = JSON.stringify({ method, params });
  } catch (error) {
    throw new ProviderRpcError(Code.params, `${method}: the parameters are no JSON (${(error as Error).message})`);
  }
  const most = LONGEST - ROOM_FOR_ID;
  if (text.length > most) throw new ProviderRpcError(Code.params, `${method}: got ${text.length} characters of JSON, expected at most ${most}`);
  return { method, params, text };
};

export class WalletWindow {
  #wallet: string;
  #origin: string;
  #hooks: Hooks;
  #popup: Window | null = null;
  #port: MessagePort | null = null;
  #nonce = '';
  #lastId = 0;
  /** Whether a window of this wallet has ever answered this page: then nothing cuts them off from each other. */
  #met = false;
  #cutOff = false;
  #closing = false;
  #dialog: Prompt | undefined;
  #looking: ReturnType<typeof setInterval> | undefined;
  #queue: Waiting[] = [];
  #posted = new Map<number, Waiting>();

  /** @param wallet The wallet's address, without a slash at its end. */
  constructor(wallet: string, hooks: Hooks) {
    this.#wallet = wallet;
    this.#origin = new URL(wallet).origin;
    this.#hooks = hooks;
  }

  /** Whether it is there, so that what is put reaches it. */
  get isOpen(): boolean {
    return this.#popup?.closed === false;
  }

  /** Asks once the window is open, and opens nothing. */
  put(request: Asked): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const waiting = { ...request, resolve, reject };
      if (this.#port) this.#post(waiting);
      else this.#queue.push(waiting);
    });
  }

  /** Asks, and opens the window or brings it to the front: within the click, so nothing is awaited before. Throws 4900 where no window can be. */
  ask(request: Asked): Promise<unknown> {
    const page = globalThis.location?.origin ?? 'null';
    if (page === 'null') throw new ProviderRpcError(Code.disconnected, 'Only a page with an origin of its own can open the wallet');
    if (this.#popup?.closed) this.#gone();
    const answer = this.put(request);
    if (this.#dialog) return answer;
    if (this.#popup) this.#popup.focus();
    else if (this.#cutOff) this.#offerRedirect();
    else this.#open();
    return answer;
  }

  /** Closes it, and rejects what waits. */
  close(error: ProviderRpcError): void {
    this.#popup?.close();
    this.#stop(error);
  }

  #open = (): void => {
    this.#release();
    this.#nonce = random(16);
    const address = `${this.#wallet}/connect#v=1&origin=${encodeURIComponent(location.origin)}&nonce=${this.#nonce}`;
    const popup = globalThis.open(address, '_blank', FEATURES);
    if (!popup || popup.closed) {
      const text = 'The browser did not let this site open the wallet by itself.';
      this.#show('Open your wallet', text, [{ label: 'Open the wallet', act: this.#open }]);
      return;
    }
    this.#popup = popup;
    addEventListener('message', this.#heard);
    addEventListener('pagehide', this.#leave);
    this.#looking = setInterval(this.#look, LOOK_EVERY_MS);
  };

  // Seen twice before it counts: what the window says as it closes may still be on its way.
  #look = (): void => {
    if (!this.#popup?.closed) return;
    if (this.#closing) this.#gone();
    this.#closing = true;
  };

  // A page under `Cross-Origin-Opener-Policy: same-origin` sees a window that it opened as closed at once.
  #gone(): void {
    this.#release();
    this.#cutOff = !this.#met;
    if (this.#cutOff) this.#offerRedirect();
    else this.#rejectAll(closed);
  }

  #offerRedirect(): void {
    const [first] = this.#queue;
    if (!first) return;
    const text = "The wallet's window was closed, or this site cannot hear from it. You can continue in this tab, and come back here with the answer.";
    this.#show('Continue in this tab?', text, [this.#hooks.redirect(first), { label: 'Open its window again', act: this.#open }]);
  }

  #show(title: string, text: string, actions: Action[]): void {
    this.#dialog = prompt(title, text, actions, () => this.#stop(new ProviderRpcError(Code.rejected, 'The user did not open the wallet')));
  }

  // The site is left or loaded anew, and takes its port with it: a window that nobody listens to would stay behind.
  #leave = (): void => this.#popup?.close();

  #heard = ({ data, origin, source }: MessageEvent): void => {
    if (origin !== this.#origin || !this.#popup || source !== this.#popup) return;
    const said = handshake(data, this.#nonce);
    if (said === 'refused') this.#end('the wallet does not speak version 1 of the protocol');
    else if (said === 'ready') this.#connect(this.#popup);
  };

  /** Also where the window was loaded anew: of what was asked before, nobody knows whether it was done. */
  #connect(popup: Window): void {
    this.#port?.close();
    const anew = new ProviderRpcError(Code.disconnected, "The wallet's window was loaded anew: look whether it was done before you ask again");
    for (const waiting of this.#take()) waiting.reject(anew);
    [this.#met, this.#cutOff] = [true, false];
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    port1.onmessage = ({ data }) => {
      if (this.#port === port1) this.#receive(data);
    };
    popup.postMessage(JSON.stringify({ assay: 1, kind: 'open', nonce: this.#nonce, name: this.#hooks.name() }), this.#origin, [port2]);
    this.#hooks.opened();
    const waiting = this.#queue;
    this.#queue = [];
    for (const one of waiting) this.#post(one);
  }

  #post(waiting: Waiting): void {
    this.#lastId += 1;
    this.#posted.set(this.#lastId, waiting);
    this.#port?.postMessage(`{"id":${this.#lastId},${waiting.text.slice(1)}`);
  }

  #receive(data: unknown): void {
    const message = fromWallet(data);
    if (!message) return this.#end('the wallet sent something that is no message of the protocol');
    if ('event' in message) return message.event === 'disconnect' ? this.#fail(rebuilt(message.data)) : this.#hooks.event(message);
    const waiting = this.#posted.get(message.id);
    if (!waiting) return this.#end(`the wallet answered request ${message.id}, which does not wait for an answer`);
    if ('result' in message && !ANSWERS.get(waiting.method)?.(message.result)) {
      return this.#end(`the wallet's answer to ${waiting.method} has not the shape of one`);
    }
    this.#posted.delete(message.id);
    if ('result' in message) waiting.resolve(message.result);
    else waiting.reject(rebuilt(message.error));
  }

  #end(what: string): void {
    this.#fail(new ProviderRpcError(Code.disconnected, `The session was ended: ${what}`));
  }

  #fail(error: ProviderRpcError): void {
    this.#stop(error);
    this.#hooks.ended(error);
  }

  #stop(error: ProviderRpcError): void {
    this.#release();
    this.#rejectAll(() => error);
  }

  /** Forgets the window, which may still be there. */
  #release(): void {
    this.#dialog?.close();
    this.#port?.close();
    clearInterval(this.#looking);
    globalThis.removeEventListener?.('message', this.#heard);
    globalThis.removeEventListener?.('pagehide', this.#leave);
    this.#popup = this.#port = null;
    this.#dialog = undefined;
    this.#closing = false;
  }

  #take(): Waiting[] {
    const all = [...this.#posted.values()];
    this.#posted.clear();
    return all;
  }

  #rejectAll(error: (of: Asked) => ProviderRpcError): void {
    const all = [...this.#take(), ...this.#queue];
    this.#queue = [];
    for (const waiting of all) waiting.reject(error(waiting));
  }
}

/** The window was closed, and did not say what that means: 4001, but for what may have been sent, of which nobody knows. */
const closed = ({ method }: Asked): ProviderRpcError => {
  const what = `${method}: the wallet's window was closed before it answered`;
  if (SENDING.includes(method)) return new ProviderRpcError(Code.disconnected, `${what}; look whether it was sent before you ask again`);
  return new ProviderRpcError(Code.rejected, what);
};

const rebuilt = ({ code, message, data }: Refusal): ProviderRpcError => new ProviderRpcError(code, message, data);
