// Coupons of the bond: half a year's interest in cash, on 15 March and 15 September.
import { parseUnits } from "viem/utils";
import { offices } from "../chain/accounts.mjs";
import { COUPON_RATE, FACE } from "../deploy/bond.mjs";
import { holdersOf, pay, paymentTree } from "./payments.mjs";

/** Months with a coupon, January being 0. */
const MONTHS = [2, 8];
/** Half of a year's interest on one bond: by 30/360 every half year is 180 of 360 days. */
const COUPON = (parseUnits(FACE.toString(), 6) * COUPON_RATE) / (2n * 10_000n);

/** When a coupon is paid in the month that is `index` months after January 2026, in seconds; nothing where none is. */
export const couponTime = (index) =>
  MONTHS.includes(index % 12) ? Date.UTC(2026, index, 15, 12) / 1000 : undefined;

/** The tree of a coupon for the given bondholders. */
export const couponTree = (holders) => paymentTree(holders.map(([address, bonds]) => [address, bonds * COUPON]));

/** Pays a coupon now, named by a month such as `2027-03`. @returns `{ period, contract, tree }` */
export async function payCoupon(session, { cash, bond }, period) {
  const tree = couponTree(await holdersOf(session, bond.token));
  return { period, contract: await pay(session, { payer: offices.bondAgent, cash: cash.token, tree }), tree };
}
