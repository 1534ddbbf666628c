// A bond with a fixed coupon: its terms are in its contract. Coupons come later, each by a distributor of its own.
import { parseUnits } from "viem/utils";
import { investors, offices } from "../chain/accounts.mjs";

const HOLDINGS = { alice: 25n, bob: 12n, dave: 6n };
const UNSOLD = 1_957n;
/** The face of one bond, in whole dollars. */
export const FACE = 1_000n;
/** Of a year, in ten-thousandths of the face. */
export const COUPON_RATE = 500n;
const BONDS = 2_000n;
const day = (year, month, date) => BigInt(Date.UTC(year, month - 1, date) / 1000);

/** Deploys the bond with its feed: the clean price of one bond. */
export async function deployBond(session, cash) {
  const { bondAgent: agent, feedOperator } = offices;
  const denomination = parseUnits(FACE.toString(), 6);
  const terms = {
    // XX is no country's: this number can belong to no real security.
    isin: "XXDEMO202900",
    currency: cash.address,
    denomination,
    issueVolume: BONDS * denomination,
    couponRate: COUPON_RATE,
    issueDate: day(2024, 3, 15),
    maturityDate: day(2029, 3, 15),
  };
  const token = await session.deploy(agent, "own/FixedRateBond", ["Demo Bond 5 % 2029", "dBOND", agent.address, terms]);
  for (const [who, bonds] of Object.entries(HOLDINGS)) {
    await session.write(agent, token, "issue", [investors[who].address, bonds]);
  }
  await session.write(agent, token, "issue", [agent.address, UNSOLD]);
  const price = await session.deploy(feedOperator, "own/Feed", [8, "dBOND clean price / USD", feedOperator.address]);
  return { token, price };
}
