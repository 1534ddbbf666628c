// Gold: an ERC-20 with freeze and pause, with a reserve feed and a price feed.
import { parseUnits } from "viem/utils";
import { investors, offices } from "../chain/accounts.mjs";
import { deployFiat } from "./fiat.mjs";

const HOLDINGS = { alice: "24.583", bob: "9.1175", dave: "3.25" };
const TREASURY = "1805.8";

/** Deploys gold with its feeds. */
export async function deployGold(session, library) {
  const { goldIssuer, feedOperator } = offices;
  const details = { name: "Demo Gold", symbol: "dXAU", currency: "XAU", decimals: 18 };
  const token = await deployFiat(session, { library, issuer: goldIssuer, ...details });
  for (const [who, amount] of Object.entries(HOLDINGS)) {
    await session.write(goldIssuer, token, "mint", [investors[who].address, parseUnits(amount, 18)]);
  }
  await session.write(goldIssuer, token, "mint", [goldIssuer.address, parseUnits(TREASURY, 18)]);
  await session.write(goldIssuer, token, "blacklist", [investors.dave.address]);
  const operator = feedOperator.address;
  const price = await session.deploy(feedOperator, "own/Feed", [8, "dXAU / USD", operator]);
  const reserves = await session.deploy(feedOperator, "own/Feed", [18, "dXAU reserves in troy ounces", operator]);
  return { token, price, reserves };
}
