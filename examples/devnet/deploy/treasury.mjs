// Treasury notes whose balances grow: shares times a multiplier. One note stays worth one dollar.
import { parseUnits } from "viem/utils";
import { investors, offices } from "../chain/accounts.mjs";

const HOLDINGS = { alice: "20000", bob: "6500", dave: "1200" };
const UNSOLD = "480000";
/** What the notes had grown to before this chain began. */
const FIRST_MULTIPLIER = parseUnits("1.0285", 18);
/** Rate of a year in ten-thousandths, month by month, repeated after a year. */
const RATES = [432n, 430n, 427n, 425n, 425n, 421n, 418n, 415n, 412n, 410n, 408n, 405n];

/** What each day of a month adds to the multiplier: simple interest on what a share began with, year of 365 days. */
export const dailyAddition = (month) => (RATES[month % RATES.length] * 10n ** 18n) / (10_000n * 365n);

/** Deploys the notes with their feed. */
export async function deployTreasury(session) {
  const { treasuryIssuer: issuer, feedOperator } = offices;
  const token = await session.deploy(issuer, "own/RebasingNotes", ["Demo Treasury Notes, daily", "dDAILY", issuer.address]);
  await session.write(issuer, token, "setRewardMultiplier", [FIRST_MULTIPLIER]);
  await session.write(issuer, token, "setDailyAddition", [dailyAddition(0)]);
  for (const [who, amount] of Object.entries(HOLDINGS)) {
    await session.write(issuer, token, "mint", [investors[who].address, parseUnits(amount, 18)]);
  }
  await session.write(issuer, token, "mint", [issuer.address, parseUnits(UNSOLD, 18)]);
  const nav = await session.deploy(feedOperator, "own/Feed", [8, "dDAILY NAV / USD", feedOperator.address]);
  return { token, nav };
}
