// demo.json: who is who and what is where, for tests and for the wallet's demo screen.
import { investors, offices } from "../chain/accounts.mjs";
import { CHAIN_ID, GENESIS } from "../chain/anvil.mjs";
import { treeFile } from "./payments.mjs";

const addresses = (group) => Object.fromEntries(Object.entries(group).map(([name, { address }]) => [name, address]));

/** A payment by a distributor, as the file names it. */
export const paid = (kind, payment) => ({
  period: payment.period,
  contract: payment.contract.address,
  merkleRoot: payment.tree.merkleRoot,
  tree: treeFile(kind, payment),
});

/** Builds the file from a deployment and what was paid since: `{ rents, coupons }`. */
export function demo({ contracts, block, head }, { rents, coupons }, rpc) {
  return {
    rpc,
    chainId: CHAIN_ID,
    genesis: GENESIS,
    deployBlock: block,
    deployHead: head,
    notice: "Every phrase here is a public test phrase. Never use one for anything of value.",
    investors: Object.fromEntries(
      Object.entries(investors).map(([key, { name, phrase, address, country, story }]) => [
        key,
        { name, phrase, path: "m/44'/60'/0'/0/0", address, ...(country && { country }), story },
      ]),
    ),
    accounts: addresses(offices),
    contracts: flat(contracts),
    distributions: rents.map((rent) => paid("rents", rent)),
    coupons: coupons.map((coupon) => paid("coupons", coupon)),
  };
}

function flat({ cash, gold, trex, fund, property, credit, carbon, treasury, note, bond }) {
  const named = {
    cash: cash.token,
    cashPrice: cash.price,
    gold: gold.token,
    goldPrice: gold.price,
    goldReserves: gold.reserves,
    goldRegister: gold.register,
    fund: fund.token,
    fundNav: fund.nav,
    fundRedemption: fund.vault,
    fundInstant: fund.instant,
    compliance: fund.compliance,
    identityRegistry: fund.registry,
    identityRegistryStorage: fund.registryStorage,
    trustedIssuersRegistry: fund.issuers,
    claimTopicsRegistry: fund.topics,
    claimIssuer: trex.claimIssuer,
    identityFactory: trex.idFactory,
    trexFactory: trex.factory,
    property: property.token,
    propertyValuation: property.valuation,
    credit,
    carbon: carbon.token,
    carbonPrice: carbon.price,
    treasury: treasury.token,
    treasuryNav: treasury.nav,
    note: note.token,
    noteNav: note.nav,
    bond: bond.token,
    bondPrice: bond.price,
  };
  return { ...addresses(named), modules: addresses(trex.modules), identities: addresses(fund.identities) };
}
