// What the issuers of the demo can do to their tokens, as functions for tests; `devnet.mjs issuer` offers the same by name.
import { encodeFunctionData, getAddress, isAddress, parseUnits } from "viem/utils";
import { investors, offices } from "./chain/accounts.mjs";
import { Session, at } from "./chain/session.mjs";
import { moduleAt } from "./deploy/trex.mjs";
import { payCoupon } from "./present/coupons.mjs";
import { payDividend } from "./present/dividends.mjs";
import { payRent } from "./present/rent.mjs";

/** Whole units of 18-decimal tokens, as text, to raw units. */
const whole = (text) => parseUnits(text, 18);

/** A month such as `2026-12`. */
function month(period) {
  if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(period)) throw new Error(`${period} is not a month such as 2026-12`);
  return period;
}

/** An investor's name or an address. */
function party(who) {
  if (Object.hasOwn(investors, who)) return investors[who].address;
  if (isAddress(who)) return getAddress(who);
  throw new Error(`${who} is neither an investor (${Object.keys(investors).join(", ")}) nor an address`);
}

/** Contracts of demo.json as this program knows them. */
function open(addresses) {
  const fiat = "circle/v2/FiatTokenV2_2";
  const registry = "trex/registry/implementation/IdentityRegistry";
  return {
    cash: at(fiat, addresses.cash),
    gold: at(fiat, addresses.gold),
    fund: at("trex/token/Token", addresses.fund),
    compliance: at("trex/compliance/modular/ModularCompliance", addresses.compliance),
    registry: at(registry, addresses.identityRegistry),
    claimIssuer: at("onchainid/ClaimIssuer", addresses.claimIssuer),
    property: at("own/PropertyToken", addresses.property),
    vault: at("own/FundRedemption", addresses.fundRedemption),
    reserves: at("own/Feed", addresses.goldReserves),
    nav: at("own/Feed", addresses.fundNav),
    instant: at("own/InstantRedemption", addresses.fundInstant),
    treasury: at("own/RebasingNotes", addresses.treasury),
    note: at("fdt/FDT_ERC20Extension", addresses.note),
    bond: at("own/FixedRateBond", addresses.bond),
  };
}

/**
 * The issuers' verbs on a running chain.
 * @param {{ rpc: string, demo: object }} chain `demo` is demo.json; amounts are text in whole units, `who` is an investor's
 * name or an address. Every verb sends and waits; a revert throws.
 */
export function openIssuers({ rpc, demo }) {
  const session = new Session(rpc);
  const contracts = open(demo.contracts);
  const { fundIssuer, goldIssuer, cashIssuer, propertyRegistrar, feedOperator, deployer, treasuryIssuer } = offices;
  const write = async (account, contract, name, args) => {
    session.forgetNonces();
    return session.write(account, contract, name, args);
  };

  const onModule = (name, functionName, args) => {
    const module = moduleAt(name, demo.contracts.modules[name]);
    const data = encodeFunctionData({ abi: module.abi, functionName, args });
    return write(fundIssuer, contracts.compliance, "callModuleFunction", [data, module.address]);
  };

  const setPaused = (asset, paused) =>
    choose(asset, {
      fund: () => write(fundIssuer, contracts.fund, paused ? "pause" : "unpause"),
      gold: () => write(goldIssuer, contracts.gold, paused ? "pause" : "unpause"),
      cash: () => write(cashIssuer, contracts.cash, paused ? "pause" : "unpause"),
      treasury: () => write(treasuryIssuer, contracts.treasury, paused ? "pause" : "unpause"),
      property: () => write(propertyRegistrar, contracts.property, "setPaused", [paused]),
    });

  const setFrozen = (asset, who, frozen) => {
    const verb = frozen ? "blacklist" : "unBlacklist";
    return choose(asset, {
      fund: () => write(fundIssuer, contracts.fund, "setAddressFrozen", [party(who), frozen]),
      gold: () => write(goldIssuer, contracts.gold, verb, [party(who)]),
      cash: () => write(cashIssuer, contracts.cash, verb, [party(who)]),
      treasury: () => write(treasuryIssuer, contracts.treasury, frozen ? "blockAccounts" : "unblockAccounts", [[party(who)]]),
      property: () => write(propertyRegistrar, contracts.property, "setLocked", [party(who), frozen]),
    });
  };

  return {
    /** Stops all transfers of fund, gold, cash, treasury or property. */
    pause: (asset) => setPaused(asset, true),
    unpause: (asset) => setPaused(asset, false),
    /** Freezes (fund), blacklists (gold, cash), blocks (treasury) or locks (property) one holder. */
    freeze: (asset, who) => setFrozen(asset, who, true),
    unfreeze: (asset, who) => setFrozen(asset, who, false),
    /** Freezes some of a holder's fund shares. */
    freezePartial: (who, shares) => write(fundIssuer, contracts.fund, "freezePartialTokens", [party(who), whole(shares)]),
    unfreezePartial: (who, shares) => write(fundIssuer, contracts.fund, "unfreezePartialTokens", [party(who), whole(shares)]),
    /** Sets the most fund shares that one investor may hold. */
    setMaxBalance: (shares) => onModule("MaxBalanceModule", "setMaxBalance", [whole(shares)]),
    /** Sets the fund shares that one investor may send within a window of so many seconds. */
    setTimeLimit: (seconds, shares) =>
      onModule("TimeTransfersLimitsModule", "setTimeTransferLimit", [
        { limitTime: Number(seconds), limitValue: whole(shares) },
      ]),
    /** Calls any function of a bound module through the fund's compliance. */
    onModule,
    bindModule: (name) => write(fundIssuer, contracts.compliance, "addModule", [demo.contracts.modules[name]]),
    unbindModule: (name) => write(fundIssuer, contracts.compliance, "removeModule", [demo.contracts.modules[name]]),
    /** Revokes an investor's claim of a topic (1 or 7). */
    revokeClaim: async (who, topic) => {
      const identity = at("onchainid/Identity", demo.contracts.identities[who]);
      const [id] = await session.read(identity, "getClaimIdsByTopic", [BigInt(topic)]);
      return write(deployer, contracts.claimIssuer, "revokeClaim", [id, identity.address]);
    },
    /** Takes a wallet out of the fund's identity registry. */
    deleteIdentity: (who) => write(fundIssuer, contracts.registry, "deleteIdentity", [party(who)]),
    /** Changes the country of a wallet in the registry: an ISO 3166-1 number. */
    setCountry: (who, country) => write(fundIssuer, contracts.registry, "updateCountry", [party(who), Number(country)]),
    /** Fulfils all that a controller has asked to redeem. */
    fulfil: (who) => write(fundIssuer, contracts.vault, "fulfill", [party(who)]),
    /** Publishes the gold reserves, in troy ounces. */
    setReserves: (ounces) => write(feedOperator, contracts.reserves, "publish", [whole(ounces)]),
    /** Publishes the fund's NAV, in US dollars. */
    setNav: (dollars) => write(feedOperator, contracts.nav, "publish", [parseUnits(dollars, 8)]),
    /** Admits a holder to the property's register, or removes one. */
    list: (who) => write(propertyRegistrar, contracts.property, "setListed", [party(who), true]),
    unlist: (who) => write(propertyRegistrar, contracts.property, "setListed", [party(who), false]),
    setMaxHolders: (holders) => write(propertyRegistrar, contracts.property, "setMaxHolders", [BigInt(holders)]),
    setHeldUntil: (who, time) => write(propertyRegistrar, contracts.property, "setHeldUntil", [party(who), BigInt(time)]),
    /** Pays a month's rent, such as `2026-12`, to the present holders. @returns `{ period, contract, tree }` */
    payRent: (period) => {
      session.forgetNonces();
      const { cash, property } = contracts;
      return payRent(session, { cash: { token: cash }, property: { token: property } }, month(period));
    },
    /** Pays a coupon, named by a month such as `2027-03`, to the present bondholders. @returns `{ period, contract, tree }` */
    payCoupon: (period) => {
      session.forgetNonces();
      const { cash, bond } = contracts;
      return payCoupon(session, { cash: { token: cash }, bond: { token: bond } }, month(period));
    },
    /** Pays the note's holders an amount of cash in all, and books it. */
    payDividend: (dollars) => {
      session.forgetNonces();
      const { cash, note } = contracts;
      return payDividend(session, { cash: { token: cash }, note: { token: note } }, parseUnits(dollars, 6));
    },
    /** Adds to the treasury notes' multiplier at once: 0.001 makes each balance grow by about a tenth of a percent. */
    rebase: (addition) => write(treasuryIssuer, contracts.treasury, "addRewardMultiplier", [whole(addition)]),
    /** Leaves so many dollars, no more and no less, for the fund's redemptions at once. */
    setLiquidity: async (dollars) => {
      const { cash, instant } = contracts;
      const [has, wants] = [await session.read(cash, "balanceOf", [instant.address]), parseUnits(dollars, 6)];
      if (wants > has) return write(cashIssuer, cash, "mint", [instant.address, wants - has]);
      return write(fundIssuer, instant, "withdraw", [cash.address, fundIssuer.address, has - wants]);
    },
    /** Sets what redemptions at once cost, in ten-thousandths. */
    setInstantFee: (parts) => write(fundIssuer, contracts.instant, "setRedemptionFee", [BigInt(parts)]),
  };
}

function choose(asset, choices) {
  if (!Object.hasOwn(choices, asset)) throw new Error(`${asset} is not one of ${Object.keys(choices).join(", ")}`);
  return choices[asset]();
}
