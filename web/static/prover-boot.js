// The worker that runs contracts over proven state (web/src/prover_main.rs).
import { initSync } from '/assets/prover.js';
import { whenGiven } from '/assets/when-given.js';

whenGiven(initSync);
