// A note on receivables that pays its holders in cash, by the published contract of ERC-2222.
import { parseUnits } from "viem/utils";
import { investors, offices } from "../chain/accounts.mjs";

const HOLDINGS = { alice: "12500", bob: "3800", dave: "900" };
const UNSOLD = "232800";

/** Deploys the note with its feed. Payments come later, month by month. */
export async function deployNote(session, cash) {
  const { noteIssuer: issuer, feedOperator } = offices;
  const token = await session.deploy(issuer, "fdt/FDT_ERC20Extension", ["Demo Receivables Note", "dNOTE", cash.address]);
  for (const [who, amount] of Object.entries(HOLDINGS)) {
    await session.write(issuer, token, "mint", [investors[who].address, parseUnits(amount, 18)]);
  }
  await session.write(issuer, token, "mint", [issuer.address, parseUnits(UNSOLD, 18)]);
  const nav = await session.deploy(feedOperator, "own/Feed", [8, "dNOTE NAV / USD", feedOperator.address]);
  return { token, nav };
}
