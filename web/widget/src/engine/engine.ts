// The page's side of the engine: it asks, and neither knows nor cares whether a worker answers.
import { checkPart, loadPart, partAddress } from '../element/parts.ts';
import type { Operations } from './operations.ts';
import type { Answer, Question } from './serve.ts';
import { TroubleError } from './trouble.ts';

export type Name = keyof Operations;
type Given<N extends Name> = Parameters<Operations[N]>[0];
type Result<N extends Name> = Awaited<ReturnType<Operations[N]>>;

export interface Engine {
  /** Rejects with a `TroubleError`, or with the signal's reason. */
  ask<N extends Name>(name: N, given: Given<N>, signal: AbortSignal): Promise<Result<N>>;
}

/** How long a worker stays when nobody asks any more: an element that is moved comes back at once. */
const LINGER_MS = 5_000;
/** How long a worker may take to say that it is there. */
const START_MS = 15_000;
const POLICY = 'assay-widget';

let running: Promise<{ readonly engine: Engine; readonly stop: () => void }> | undefined;
let users = 0;

/** The engine that all elements of the page share, until the last of them is gone. */
export async function engineFor(signal: AbortSignal): Promise<Engine> {
  users += 1;
  signal.addEventListener('abort', leave, { once: true });
  running ??= inWorker().catch(inPage).catch((error: unknown) => {
    running = undefined;
    throw error;
  });
  return (await running).engine;
}

function leave(): void {
  users -= 1;
  setTimeout(() => {
    if (users > 0) return;
    void running?.then(({ stop }) => stop(), () => {});
    running = undefined;
  }, LINGER_MS);
}

type Policy = ReturnType<NonNullable<Window['trustedTypes']>['createPolicy']>;
let policy: Policy | undefined;

/** Where the page demands trusted addresses for workers, by a policy of our own: which the page allows by name, or there is no worker. */
function trusted(address: string): string {
  policy ??= window.trustedTypes?.createPolicy(POLICY, { createScriptURL: (given) => given });
  return policy?.createScriptURL(address) ?? address;
}

async function inWorker(): Promise<{ engine: Engine; stop: () => void }> {
  await checkPart('engine.js');
  const worker = new Worker(trusted(partAddress('engine.js').href), { type: 'module', name: POLICY });
  const waiting = new Map<number, (answer: Answer) => void>();
  await new Promise<void>((resolve, reject) => {
    const fail = () => {
      worker.terminate();
      reject(new Error('no worker'));
    };
    const patience = setTimeout(fail, START_MS);
    worker.onerror = fail;
    worker.onmessage = ({ data }: MessageEvent<Answer | 'ready'>) => {
      if (data !== 'ready') return;
      clearTimeout(patience);
      resolve();
    };
  });
  worker.onerror = null;
  worker.onmessage = ({ data }: MessageEvent<Answer>) => {
    waiting.get(data.id)?.(data);
    waiting.delete(data.id);
  };
  let id = 0;
  const engine: Engine = {
    ask: <N extends Name>(name: N, given: Given<N>, signal: AbortSignal) => new Promise<Result<N>>((resolve, reject) => {
      signal.throwIfAborted();
      id += 1;
      const question = { id, name, given } as Question;
      const stop = () => {
        waiting.delete(question.id);
        worker.postMessage({ id: question.id, stop: true });
        reject(signal.reason);
      };
      signal.addEventListener('abort', stop, { once: true });
      waiting.set(id, (answer) => {
        signal.removeEventListener('abort', stop);
        if ('trouble' in answer) reject(new TroubleError(answer.trouble.code, answer.trouble.message, answer.trouble.retry));
        else resolve(answer.value as Result<N>);
      });
      worker.postMessage(question);
    }),
  };
  return { engine, stop: () => worker.terminate() };
}

async function inPage(): Promise<{ engine: Engine; stop: () => void }> {
  const { answer } = await loadPart<typeof import('./serve.ts')>('engine.js');
  const engine: Engine = {
    async ask(name, given, signal) {
      const told = await answer({ id: 0, name, given } as Question, signal);
      signal.throwIfAborted();
      if ('trouble' in told) throw new TroubleError(told.trouble.code, told.trouble.message, told.trouble.retry);
      return told.value as never;
    },
  };
  return { engine, stop: () => {} };
}
