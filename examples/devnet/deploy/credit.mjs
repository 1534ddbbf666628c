// Private credit: an ERC-4626 vault over the cash token.
import { parseUnits } from "viem/utils";
import { investors, offices } from "../chain/accounts.mjs";

const DEPOSITS = { alice: "42300.25", bob: "15875.5", dave: "3120" };
const FIRST_DEPOSIT = "180000";

/** Deploys the vault; the manager's own money goes in first. */
export async function deployCredit(session, cash) {
  const { creditManager: manager } = offices;
  const vault = await session.deploy(manager, "own/CreditVault", [cash.address, "Demo Private Credit", "dCREDIT"]);
  await deposit(session, { cash, vault, who: manager, amount: FIRST_DEPOSIT });
  for (const [name, amount] of Object.entries(DEPOSITS)) {
    const { account } = investors[name];
    await session.write(offices.cashIssuer, cash, "mint", [account.address, parseUnits(amount, 6)]);
    await deposit(session, { cash, vault, who: account, amount });
  }
  return vault;
}

async function deposit(session, { cash, vault, who, amount }) {
  const assets = parseUnits(amount, 6);
  await session.write(who, cash, "approve", [vault.address, assets]);
  await session.write(who, vault, "deposit", [assets, who.address]);
}
