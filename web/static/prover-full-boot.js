// The worker that runs contracts over proven state where they call a precompiled contract that prover-boot.js's has not
// (web/src/prover_full_main.rs).
import { initSync } from '/assets/prover-full.js';
import { whenGiven } from '/assets/when-given.js';

whenGiven(initSync);
