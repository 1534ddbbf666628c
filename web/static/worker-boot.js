// The worker that holds the keys (web/src/worker_main.rs).
import { initSync } from '/assets/worker.js';
import { whenGiven } from '/assets/when-given.js';

whenGiven(initSync);
