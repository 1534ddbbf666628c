// The assets as the chain has them: balances and worths computed here, with integers, from plain reads.
import { balance, contracts, cut, decimal, grouped, read } from "./chain.mjs";

/** Name, contract and price feed. The vault's share is worth what the vault would pay for it, in cash. */
export const assets = {
  cash: { name: "Demo Dollar", token: contracts.cash, feed: contracts.cashPrice },
  fund: { name: "Demo Treasury Bill Fund", token: contracts.fund, feed: contracts.fundNav },
  gold: { name: "Demo Gold", token: contracts.gold, feed: contracts.goldPrice },
  property: { name: "Demo House Kastanienallee 41", token: contracts.property, feed: contracts.propertyValuation },
  credit: { name: "Demo Private Credit", token: contracts.credit, feed: contracts.cashPrice, throughVault: true },
  carbon: { name: "Demo Carbon Peatland 2024", token: contracts.carbon, feed: contracts.carbonPrice },
  treasury: { name: "Demo Treasury Notes, daily", token: contracts.treasury, feed: contracts.treasuryNav },
  note: { name: "Demo Receivables Note", token: contracts.note, feed: contracts.noteNav },
  bond: { name: "Demo Bond 5 % 2029", token: contracts.bond, feed: contracts.bondPrice },
};

/** Raw balance and decimals of someone's holding. */
export async function holding(asset, who) {
  return { raw: await balance(asset.token, who), decimals: Number(await read(asset.token, "decimals")) };
}

/** What a raw balance is worth in the feed's currency, to the feed's last decimal and never rounded up: an integer division, spelled at the end. */
export async function worth(asset, raw) {
  const [, answer] = await read(asset.feed, "latestRoundData");
  const scale = Number(await read(asset.feed, "decimals"));
  const priced = asset.throughVault ? contracts.cash : asset.token;
  const units = asset.throughVault ? await read(asset.token, "convertToAssets", raw) : raw;
  const one = 10n ** (await read(priced, "decimals"));
  return decimal((units * answer) / one, scale);
}

/** An amount as a line of the portfolio sets it. */
export const amountShown = (text) => grouped(cut(text, text.startsWith("0.") ? 6 : 4));

/** A worth as a line of the portfolio sets it. */
export const moneyShown = (text) => grouped(cut(text, 2, 2));
