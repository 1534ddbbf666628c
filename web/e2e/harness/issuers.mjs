// The issuers of the demo, at work on the chain that the wallet is shown. What a test changes it changes back.
import { addRent } from "../../../examples/devnet/files/write.mjs";
import { openIssuers } from "../../../examples/devnet/issuer.mjs";
import { demo, files, rpc } from "./env.mjs";

/** Their verbs: see examples/devnet/issuer.mjs. */
export const issuers = openIssuers({ rpc, demo: demo() });

/** Does something, runs the body, and undoes it whatever came of the body. */
export async function during(change, undo, body) {
  await change();
  try {
    return await body();
  } finally {
    await undo();
  }
}

/** Pays the rent of the first month that has none yet, and lists it for the wallet. */
export async function payNextRent() {
  const last = demo().distributions.at(-1).period;
  const [year, month] = last.split("-").map(Number);
  const next = month === 12 ? `${year + 1}-01` : `${year}-${String(month + 1).padStart(2, "0")}`;
  const paid = await issuers.payRent(next);
  addRent(files, paid, demo().contracts);
  return next;
}
