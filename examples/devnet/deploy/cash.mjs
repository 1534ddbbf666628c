// The cash token: a payment stablecoin with permit, worth one US dollar.
import { parseUnits } from "viem/utils";
import { investors, offices } from "../chain/accounts.mjs";
import { deployFiat } from "./fiat.mjs";

const HOLDINGS = { alice: "18432.57", bob: "6210.4", carol: "2750.125", dave: "940.08" };

/** Deploys the cash token, hands it out and adds its price feed. */
export async function deployCash(session, library) {
  const issuer = offices.cashIssuer;
  const details = { name: "Demo Dollar", symbol: "dUSD", currency: "USD", decimals: 6 };
  const token = await deployFiat(session, { library, issuer, ...details });
  for (const [who, amount] of Object.entries(HOLDINGS)) {
    await session.write(issuer, token, "mint", [investors[who].address, parseUnits(amount, 6)]);
  }
  await session.write(issuer, token, "mint", [offices.creditManager.address, parseUnits("250000", 6)]);
  const { feedOperator } = offices;
  const price = await session.deploy(feedOperator, "own/Feed", [8, "dUSD / USD", feedOperator.address]);
  return { token, price };
}
