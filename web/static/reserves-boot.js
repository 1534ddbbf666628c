// The worker that verifies reserve proofs (web/src/reserves_main.rs).
import { initSync } from '/assets/reserves.js';
import { whenGiven } from '/assets/when-given.js';

whenGiven(initSync);
