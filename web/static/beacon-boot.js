// The worker that follows the beacon chain (web/src/beacon_main.rs).
import { initSync } from '/assets/beacon.js';
import { whenGiven } from '/assets/when-given.js';

whenGiven(initSync);
