// Payments of the note: interest of the month before, in cash, by the note's own contract (ERC-2222).
import { offices } from "../chain/accounts.mjs";

/** What a month pays on the principal, in ten-thousandths, repeated after a year. */
const PAID = [68n, 68n, 65n, 71n, 68n, 66n, 69n, 68n, 70n, 67n, 68n, 68n];

/** What is paid at the start of a month for the one before, in units of cash (six decimals) for a supply of 18. */
export const monthlyPayment = (supply, month) => (supply * PAID[(month - 1) % PAID.length]) / (10_000n * 10n ** 12n);

/** Pays an amount of cash now and books it, so that it counts. */
export async function payDividend(session, { cash, note }, amount) {
  await session.write(offices.cashIssuer, cash.token, "mint", [note.token.address, amount]);
  return session.write(offices.noteIssuer, note.token, "updateFundsReceived");
}
