// Carbon credits, and their price feed.
import { parseUnits } from "viem/utils";
import { investors, offices } from "../chain/accounts.mjs";

const HOLDINGS = { alice: "312.75", bob: "48.2", carol: "65.5", dave: "12.4" };
const RETIRED_BY_ALICE = "37.25";
const VINTAGE_TOKEN_ID = 4127n;

/** Deploys the credits; Alice has retired some before. */
export async function deployCarbon(session) {
  const { carbonIssuer, feedOperator } = offices;
  const issuer = carbonIssuer.address;
  const args = ["Demo Carbon Peatland 2024", "dCO2", issuer, VINTAGE_TOKEN_ID, "DEMO-1187", "DEMO-1187-2024"];
  const token = await session.deploy(carbonIssuer, "own/CarbonCredit", args);
  for (const [who, amount] of Object.entries(HOLDINGS)) {
    await session.write(carbonIssuer, token, "issue", [investors[who].address, parseUnits(amount, 18)]);
  }
  await session.write(carbonIssuer, token, "issue", [investors.alice.address, parseUnits(RETIRED_BY_ALICE, 18)]);
  await session.write(investors.alice.account, token, "retire", [parseUnits(RETIRED_BY_ALICE, 18)]);
  const price = await session.deploy(feedOperator, "own/Feed", [8, "dCO2 / USD", feedOperator.address]);
  return { token, price };
}
