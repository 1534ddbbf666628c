// The whole demo, from an empty chain, in a fixed order: the same block hashes every time.
import { parseEther } from "viem/utils";
import { investors, offices } from "../chain/accounts.mjs";
import { quantity } from "../chain/rpc.mjs";
import { deployBond } from "./bond.mjs";
import { deployCarbon } from "./carbon.mjs";
import { deployCash } from "./cash.mjs";
import { deployCredit } from "./credit.mjs";
import { addInstantRedemption, deployFund } from "./fund.mjs";
import { deployGold } from "./gold.mjs";
import { deployProperty } from "./property.mjs";
import { deployNote } from "./note.mjs";
import { deployTreasury } from "./treasury.mjs";
import { deployTrex } from "./trex.mjs";
import { figures } from "./figures.mjs";

const ETHER = { alice: "12.5", bob: "8.25", carol: "3.4", dave: "5" };

/** Deploys everything. @returns the contracts, and the block after the last transaction as `block` and `head`. */
export async function deployAll(session) {
  await session.call("anvil_setBlockTimestampInterval", 1);
  await session.call("evm_mine");
  for (const [who, amount] of Object.entries(ETHER)) {
    await session.call("anvil_setBalance", investors[who].address, quantity(parseEther(amount)));
  }
  const library = await session.deploy(offices.deployer, "circle/util/SignatureChecker");
  const cash = await deployCash(session, library);
  const gold = await deployGold(session, library);
  const trex = await deployTrex(session);
  const fund = await deployFund(session, { trex, cash: cash.token });
  const property = await deployProperty(session);
  const credit = await deployCredit(session, cash.token);
  const carbon = await deployCarbon(session);
  fund.instant = await addInstantRedemption(session, { trex, cash: cash.token, fund });
  const treasury = await deployTreasury(session);
  const note = await deployNote(session, cash.token);
  const bond = await deployBond(session, cash.token);
  const contracts = { cash, gold, trex, fund, property, credit, carbon, treasury, note, bond };
  for (const [feed, answer] of figures(contracts, 0)) {
    await session.write(offices.feedOperator, feed, "publish", [answer]);
  }
  // One more block, so that the state root is that of everything above.
  await session.call("evm_mine");
  const { number, hash } = await session.head();
  return { contracts, block: Number(number), head: hash };
}
