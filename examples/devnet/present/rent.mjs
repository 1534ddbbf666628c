// Rent: paid in cash, one distributor a month, in proportion to the shares held.
import { offices } from "../chain/accounts.mjs";
import { holdersOf, pay, paymentTree } from "./payments.mjs";

/** Net rent of one share in one month, in units of cash (six decimals), repeated after a year. */
const RENT = [310_000n, 310_000n, 268_500n, 310_000n, 310_000n, 314_200n, 314_200n, 314_200n, 291_750n, 314_200n, 314_200n, 314_200n];

/** What one share earns in a period such as `2026-10`. */
const rentOfShare = (period) => RENT[Number(period.slice(5, 7)) - 1];

/** The tree of a period's rent for the given shareholders. */
export const rentTree = (holders, period) =>
  paymentTree(holders.map(([address, shares]) => [address, shares * rentOfShare(period)]));

/** Pays a period's rent now. @returns `{ period, contract, tree }` */
export async function payRent(session, { cash, property }, period) {
  const tree = rentTree(await holdersOf(session, property.token), period);
  return { period, contract: await pay(session, { payer: offices.rentPayer, cash: cash.token, tree }), tree };
}
