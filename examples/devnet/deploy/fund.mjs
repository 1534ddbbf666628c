// The treasury-bill fund: a T-REX token with four compliance modules, a NAV feed and an ERC-7540 redemption vault.
import { encodeFunctionData, parseUnits, stringToHex } from "viem/utils";
import { investors, offices } from "../chain/accounts.mjs";
import { at } from "../chain/session.mjs";
import { addClaim, identityKey } from "./trex.mjs";

/** Claim topics the fund requires; numbers are the deployment's own choice. */
export const TOPICS = { kyc: 1n, qualifiedInvestor: 7n };
/** ISO 3166-1 numbers of the countries whose residents may hold: Germany and Switzerland. */
export const COUNTRIES = [276, 756];
export const MAX_BALANCE = parseUnits("250000", 18);
export const DAILY_LIMIT = parseUnits("50000", 18);
export const SUPPLY_LIMIT = parseUnits("5000000", 18);
export const DAY = 86_400;
const SALT = "assay-demo-fund";
const HOLDINGS = { alice: "124850.5", bob: "212430.75", dave: "18200" };
const VAULT_CASH = "600000";
const VAULT_COUNTRY = 756;
/** What the issuer pays at once with, and what it keeps of that, in ten-thousandths. */
const INSTANT_CASH = "60000";
const INSTANT_FEE = 15n;

/** Deploys the fund: `{ token, compliance, registry, registryStorage, issuers, topics, identities, nav, vault }`. */
export async function deployFund(session, { trex, cash }) {
  const suite = await deploySuite(session, trex);
  const { feedOperator, fundIssuer } = offices;
  const nav = await session.deploy(feedOperator, "own/Feed", [8, "dTBILL NAV / USD", feedOperator.address]);
  const vaultArgs = [suite.token.address, cash.address, nav.address, fundIssuer.address];
  const vault = await session.deploy(fundIssuer, "own/FundRedemption", vaultArgs);
  const identities = await registerHolders(session, { trex, suite, vault });
  await session.write(fundIssuer, suite.token, "unpause");
  for (const [who, amount] of Object.entries(HOLDINGS)) {
    await session.write(fundIssuer, suite.token, "mint", [investors[who].address, parseUnits(amount, 18)]);
  }
  await session.write(fundIssuer, suite.token, "setAddressFrozen", [investors.dave.address, true]);
  // The vault burns what it has fulfilled, which only an agent of the token can.
  await session.write(fundIssuer, suite.token, "addAgent", [vault.address]);
  await session.write(offices.cashIssuer, cash, "mint", [vault.address, parseUnits(VAULT_CASH, 6)]);
  return { ...suite, identities, nav, vault };
}

/** Deploys the second way out, at once and for a fee. The fund's rules are kept: it is registered as any other holder is. */
export async function addInstantRedemption(session, { trex, cash, fund }) {
  const { deployer, fundIssuer } = offices;
  const args = [fund.token.address, cash.address, fund.nav.address, fundIssuer.address, INSTANT_FEE];
  const instant = await session.deploy(fundIssuer, "own/InstantRedemption", args);
  fund.identities.instant = await admitContract(session, { trex, suite: fund, contract: instant, salt: "instant redemption" });
  await session.write(fundIssuer, fund.token, "addAgent", [instant.address]);
  await session.write(offices.cashIssuer, cash, "mint", [instant.address, parseUnits(INSTANT_CASH, 6)]);
  return instant;
}

async function deploySuite(session, { factory, claimIssuer, modules }) {
  const issuer = offices.fundIssuer.address;
  const none = "0x0000000000000000000000000000000000000000";
  const settings = [
    [modules.CountryAllowModule, "batchAllowCountries", [COUNTRIES]],
    [modules.MaxBalanceModule, "setMaxBalance", [MAX_BALANCE]],
    [modules.TimeTransfersLimitsModule, "setTimeTransferLimit", [{ limitTime: DAY, limitValue: DAILY_LIMIT }]],
    [modules.SupplyLimitModule, "setSupplyLimit", [SUPPLY_LIMIT]],
  ];
  const token = {
    owner: issuer,
    name: "Demo Treasury Bill Fund",
    symbol: "dTBILL",
    decimals: 18,
    irs: none,
    ONCHAINID: none,
    irAgents: [issuer],
    tokenAgents: [issuer],
    complianceModules: settings.map(([module]) => module.address),
    complianceSettings: settings.map(([{ abi }, functionName, args]) => encodeFunctionData({ abi, functionName, args })),
  };
  const topics = Object.values(TOPICS);
  const claims = { claimTopics: topics, issuers: [claimIssuer.address], issuerClaims: [topics] };
  await session.write(offices.deployer, factory, "deployTREXSuite", [SALT, token, claims]);
  return openSuite(session, await session.read(factory, "getToken", [SALT]));
}

/** All contracts of a T-REX suite, found from its token. */
async function openSuite(session, address) {
  const token = at("trex/token/Token", address);
  const compliance = at("trex/compliance/modular/ModularCompliance", await session.read(token, "compliance"));
  const registry = at("trex/registry/implementation/IdentityRegistry", await session.read(token, "identityRegistry"));
  const inRegistry = async (name, getter) =>
    at(`trex/registry/implementation/${name}`, await session.read(registry, getter));
  return {
    token,
    compliance,
    registry,
    registryStorage: await inRegistry("IdentityRegistryStorage", "identityStorage"),
    issuers: await inRegistry("TrustedIssuersRegistry", "issuersRegistry"),
    topics: await inRegistry("ClaimTopicsRegistry", "topicsRegistry"),
  };
}

async function registerHolders(session, { trex, suite, vault }) {
  const { deployer } = offices;
  const { idFactory } = trex;
  const identities = {};
  for (const [who, { account, address, country }] of Object.entries(investors)) {
    if (country === undefined) continue;
    await session.write(deployer, idFactory, "createIdentity", [address, who]);
    identities[who] = await admit(session, { trex, suite, wallet: address, country, manager: account });
  }
  identities.vault = await admitContract(session, { trex, suite, contract: vault, salt: "redemption" });
  return identities;
}

/** Registers a contract of the issuer. It cannot send `addClaim` for itself: its identity is managed by the issuer. */
async function admitContract(session, { trex, suite, contract, salt }) {
  const { deployer, fundIssuer } = offices;
  const keys = [identityKey(fundIssuer.address)];
  await session.write(deployer, trex.idFactory, "createIdentityWithManagementKeys", [contract.address, salt, keys]);
  return admit(session, { trex, suite, wallet: contract.address, country: VAULT_COUNTRY, manager: fundIssuer });
}

/** Gives an identity its claims and enters it in the registry. */
async function admit(session, { trex, suite, wallet, country, manager }) {
  const identity = at("onchainid/Identity", await session.read(trex.idFactory, "getIdentity", [wallet]));
  for (const [label, topic] of Object.entries(TOPICS)) {
    const data = stringToHex(label);
    await addClaim(session, { claimIssuer: trex.claimIssuer, identity, manager, topic, data });
  }
  await session.write(offices.fundIssuer, suite.registry, "registerIdentity", [wallet, identity.address, country]);
  return identity;
}
