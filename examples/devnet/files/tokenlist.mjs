// The token list: a Uniswap Token List whose `extensions.assay` says what stands behind each token and how to read it.
import { offices } from "../chain/accounts.mjs";
import { CHAIN_ID } from "../chain/anvil.mjs";
import { published } from "../present/epoch.mjs";
import { documents } from "./documents.mjs";
import { distribution } from "./payments.mjs";

const DAY = 86_400;
const QUARTER = 92 * DAY;
/** FiatToken v2.2 keeps the blacklist flag in the top bit of the balance's slot. */
const FIAT_BALANCE_MASK = `0x7${"f".repeat(63)}`;
/** Index of the mapping from holder to balance in each contract's storage; the tests compare it with the chain. */
const SLOTS = { fiat: "9", trex: "102", openzeppelin: "0", fundsDistribution: "3" };

const TAGS = {
  cash: { name: "Cash", description: "A payment stablecoin" },
  fund: { name: "Fund", description: "A share in a regulated fund" },
  commodity: { name: "Commodity", description: "A claim on stored goods" },
  realEstate: { name: "Real estate", description: "A share in a property" },
  debt: { name: "Debt", description: "A share in loans" },
  environmental: { name: "Environmental", description: "A right that is used up by retiring it" },
};

/**
 * Builds the list.
 * @param payments what distributors have paid: `{ rents, coupons }`
 * @param {Date} time when the list was made
 */
export function tokenList(contracts, { rents, coupons }, time) {
  const tokens = [
    cash(contracts),
    fund(contracts),
    gold(contracts),
    property(contracts, rents),
    credit(contracts),
    carbon(contracts),
    treasury(contracts, time),
    note(contracts, time),
    bond(contracts, coupons),
  ];
  return {
    name: "Assay Demo",
    timestamp: time.toISOString(),
    version: { major: 1, minor: 0, patch: 0 },
    keywords: ["demo", "asset-backed"],
    tags: TAGS,
    tokens,
  };
}

function entry(asset, { address, name, symbol, decimals }, assay) {
  const { title, uri, sha256, keccak256 } = documents[asset];
  const described = { ...assay, documents: [{ title, uri, sha256, keccak256 }] };
  return { chainId: CHAIN_ID, address, name, symbol, decimals, tags: [assay.kind], extensions: { assay: described } };
}

/** The first day of a month, counted from the one of a moment. */
const firstOf = (time, later) =>
  new Date(Date.UTC(time.getUTCFullYear(), time.getUTCMonth() + later, 1)).toISOString().slice(0, 10);

const price = (feed, heartbeat) => ({ feed: feed.address, heartbeat, currency: "USD" });

function cash({ cash: { token, price: feed } }) {
  const of = { address: token.address, name: "Demo Dollar", symbol: "dUSD", decimals: 6 };
  return entry("cash", of, {
    kind: "cash",
    unit: "one US dollar",
    price: price(feed, DAY),
    balanceSlot: SLOTS.fiat,
    balanceMask: FIAT_BALANCE_MASK,
  });
}

function fund({ fund: { token, nav, vault, instant }, cash }) {
  const of = { address: token.address, name: "Demo Treasury Bill Fund", symbol: "dTBILL", decimals: 18 };
  return entry("fund", of, {
    kind: "fund",
    unit: "one fund share",
    claimTopics: [
      { topic: "1", label: "identity checked" },
      { topic: "7", label: "qualified investor" },
    ],
    nav: price(nav, DAY),
    redemption: [
      { type: "erc7540", vault: vault.address, asset: cash.token.address, businessDays: 1, cutOff: "16:00 Zurich" },
      { type: "superstate", contract: instant.address, asset: cash.token.address },
    ],
    balanceSlot: SLOTS.trex,
  });
}

function gold({ gold: { token, price: feed, reserves, register } }) {
  const of = { address: token.address, name: "Demo Gold", symbol: "dXAU", decimals: 18 };
  return entry("gold", of, {
    kind: "commodity",
    unit: "one troy ounce of fine gold",
    price: price(feed, DAY),
    reserves: { feed: reserves.address, heartbeat: DAY, unit: "troy ounce" },
    redemption: {
      type: "transfer",
      to: offices.goldIssuer.address,
      businessDays: 5,
      cutOff: "15:00 Zurich",
      memo: "your name, and the vault or the address to deliver the bars to",
    },
    risk: { minCollateralRatio: "1", maxOracleLatency: 2 * DAY, maxAuditInterval: 35 * DAY },
    attesters: [offices.goldAttester.address],
    attestations: ["attestations/gold.json"],
    // The holders' own files are not named: each holder has theirs, and brings it.
    proofs: {
      liabilities: { published: published.uri, anchor: { contract: register.address, document: published.document } },
    },
    balanceSlot: SLOTS.fiat,
    balanceMask: FIAT_BALANCE_MASK,
  });
}

function property({ property: { token, valuation }, cash }, rents) {
  const of = { address: token.address, name: "Demo House Kastanienallee 41", symbol: "dHOUSE", decimals: 0 };
  return entry("property", of, {
    kind: "realEstate",
    unit: "one of 4,800 equal shares in the house",
    nav: price(valuation, QUARTER),
    distributions: rents.map((rent) => distribution("rents", rent, cash.token.address)),
    balanceSlot: SLOTS.openzeppelin,
  });
}

function credit({ credit: vault, cash }) {
  const of = { address: vault.address, name: "Demo Private Credit", symbol: "dCREDIT", decimals: 12 };
  return entry("credit", of, {
    kind: "debt",
    unit: "one share of the pool",
    redemption: { type: "erc4626", vault: vault.address, asset: cash.token.address },
    balanceSlot: SLOTS.openzeppelin,
  });
}

function carbon({ carbon: { token, price: feed } }) {
  const of = { address: token.address, name: "Demo Carbon Peatland 2024", symbol: "dCO2", decimals: 18 };
  return entry("carbon", of, {
    kind: "environmental",
    unit: "one tonne of CO2 equivalent",
    price: price(feed, DAY),
    redemption: { type: "retire", contract: token.address },
    balanceSlot: SLOTS.openzeppelin,
  });
}

/** Balances are shares times a multiplier: no slot of the storage is a balance. */
function treasury({ treasury: { token, nav } }, time) {
  const of = { address: token.address, name: "Demo Treasury Notes, daily", symbol: "dDAILY", decimals: 18 };
  return entry("treasury", of, {
    kind: "fund",
    unit: "one US dollar of treasury notes",
    nav: price(nav, DAY),
    balances: { type: "rebasing", shape: "usdm" },
    stated: {
      rate: "0.0425",
      compounding: "annual",
      year: "365",
      asOf: firstOf(time, 0),
      source: "https://treasury-notes.example/rate",
    },
  });
}

function note({ note: { token, nav }, cash }, time) {
  const of = { address: token.address, name: "Demo Receivables Note", symbol: "dNOTE", decimals: 18 };
  return entry("note", of, {
    kind: "debt",
    unit: "one US dollar of receivables",
    nav: price(nav, DAY),
    distributions: [
      {
        type: "erc2222",
        contract: token.address,
        token: cash.token.address,
        label: "Dividends",
        next: firstOf(time, 1),
        every: "monthly",
      },
    ],
    balanceSlot: SLOTS.fundsDistribution,
  });
}

function bond({ bond: { token, price: feed }, cash }, coupons) {
  const of = { address: token.address, name: "Demo Bond 5 % 2029", symbol: "dBOND", decimals: 0 };
  return entry("bond", of, {
    kind: "debt",
    unit: "one bond of 1,000 US dollars",
    price: price(feed, DAY),
    // The standard fixes no numbers: these are what the contract's own mean.
    terms: {
      type: "erc7092",
      decimals: 6,
      couponRatePer: "10000",
      couponType: 1,
      dayCount: "thirty360",
      dayCountBasis: 4,
      currency: "USD",
      quote: "clean",
    },
    distributions: coupons.map((coupon) => distribution("coupons", coupon, cash.token.address)),
    balanceSlot: SLOTS.openzeppelin,
  });
}
