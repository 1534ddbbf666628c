// The only script that the page names. It loads the wallet's wasm, starts the worker that holds the keys, and says in
// plain words what to do where either cannot be had. `/assets/…` names get their content's hash when they are built.
//
// It gives the wallet one thing, documented here and used by web/src/services/:
//
//     globalThis.assayWorker(room): Promise<Worker>    'keys', 'proofs', 'allProofs', 'reserves', 'beacon'
//
// Each call resolves to a new module worker whose wasm has run its `main`, so that a message sent to it is heard. All wasm but the
// keys' is loaded with the first call for it. It rejects with an Error that can be shown. To wipe the keys for certain,
// `terminate()` the worker and ask for another.
import load from '/assets/app.js';

const rooms = {
  keys: { name: 'assay-keys', what: 'the keys’ worker', script: '/assets/worker-boot.js', wasm: '/assets/worker.wasm' },
  proofs: { name: 'assay-proofs', what: 'the proofs’ worker', script: '/assets/prover-boot.js', wasm: '/assets/prover.wasm' },
  allProofs: { name: 'assay-all-proofs', what: 'the proofs’ larger worker', script: '/assets/prover-full-boot.js', wasm: '/assets/prover-full.wasm' },
  reserves: { name: 'assay-reserves', what: 'the reserve proofs’ worker', script: '/assets/reserves-boot.js', wasm: '/assets/reserves.wasm' },
  beacon: { name: 'assay-beacon', what: 'the light client’s worker', script: '/assets/beacon-boot.js', wasm: '/assets/beacon.wasm' },
};

// Trusted Types: the one place in the page that may turn a string into a script's address, and only into these.
const scripts = globalThis.trustedTypes?.createPolicy('assay', {
  createScriptURL(url) {
    if (Object.values(rooms).some(({ script }) => script === url)) return url;
    throw new TypeError('Assay starts no worker but its own');
  },
});

const compile = async (url) => {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`the server answered ${response.status} for ${url}`);
  return WebAssembly.compileStreaming(response);
};

const start = ({ name, what, script }, module) => new Promise((resolve, reject) => {
  let asModule = false; // a browser that knows module workers reads the option `type`
  const options = { name, get type() { asModule = true; return 'module'; } };
  const worker = new Worker(scripts ? scripts.createScriptURL(script) : script, options);
  const fail = (why) => { worker.terminate(); reject(new Error(why)); };
  if (!asModule) return fail('this browser has no module workers');
  worker.onerror = (event) => fail(`${what} did not start: ${event.message ?? 'its script could not be loaded'}`);
  worker.onmessage = ({ data }) => {
    worker.onmessage = worker.onerror = null;
    if (data?.assayWorker === 'ready') resolve(worker);
    else fail(`${what} did not start: ${data?.assayWorker ?? 'it gave an unknown answer'}`);
  };
  worker.postMessage(module); // compiled here, since the worker may not use the network
});

const say = (title, ...lines) => {
  const place = document.getElementById('boot') ?? document.body.appendChild(document.createElement('main'));
  const paragraph = (tag, text) => Object.assign(document.createElement(tag), { textContent: text });
  place.setAttribute('role', 'alert');
  place.replaceChildren(paragraph('h1', title), ...lines.map((line) => paragraph('p', line)));
};

const boot = async () => {
  if (typeof globalThis.WebAssembly?.compileStreaming !== 'function') {
    return say('This browser cannot run Assay', 'It has no WebAssembly, or it is switched off.',
      'Use a current Chrome, Edge, Firefox or Safari, and allow WebAssembly (some lockdown modes block it).');
  }
  const modules = new Map();
  const open = async (room) => {
    if (!Object.hasOwn(rooms, room)) throw new TypeError(`Assay has no room '${room}'`);
    const module = modules.get(room) ?? compile(rooms[room].wasm);
    modules.set(room, module);
    module.catch(() => modules.delete(room)); // what could not be loaded is asked for again
    return start(rooms[room], await module);
  };
  const first = open('keys');
  let next = first; // started at once: the first call finds it ready
  globalThis.assayWorker = (room) => {
    const worker = (room === 'keys' ? next : undefined) ?? open(room);
    if (room === 'keys') next = undefined;
    return worker;
  };
  try {
    const [module] = await Promise.all([compile('/assets/app.wasm'), first]);
    document.getElementById('boot')?.remove();
    await load({ module_or_path: module });
  } catch (error) {
    console.error(error);
    say('Assay could not start', `What happened: ${error?.message ?? error}.`,
      'Check the connection and reload the page. If it stays so, update the browser or try another one: Assay needs WebAssembly and module workers.');
  }
};

boot();
