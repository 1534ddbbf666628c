// Who acts on this chain. Every phrase here is a public test phrase: none may ever hold anything of value.
import { pbkdf2Sync } from "node:crypto";
import { HDKey, hdKeyToAccount } from "viem/accounts";

/** anvil's own phrase; its accounts are unlocked on the chain, so `eth_sendTransaction` works for them. */
const OFFICE_PHRASE = "test test test test test test test test test test test junk";

/** What each of the office accounts does, in the order of their index. */
const OFFICES = [
  "deployer",
  "fundIssuer",
  "claimSigner",
  "cashIssuer",
  "goldIssuer",
  "goldAttester",
  "feedOperator",
  "propertyRegistrar",
  "rentPayer",
  "creditManager",
  "carbonIssuer",
  "treasuryIssuer",
  "noteIssuer",
  "bondAgent",
];

/** BIP-39's seed of a phrase, by Node's own PBKDF2: in JavaScript it would take most of the start. */
const keyOf = (phrase) => HDKey.fromMasterSeed(pbkdf2Sync(phrase, "mnemonic", 2048, 64, "sha512"));

const officeKey = keyOf(OFFICE_PHRASE);

/** Office accounts by name. */
export const offices = Object.fromEntries(
  OFFICES.map((name, addressIndex) => [name, hdKeyToAccount(officeKey, { addressIndex })]),
);

/** The investors. The phrases are the first ones of the official BIP-39 vectors. */
export const investors = {
  alice: investor("Alice", "legal winner thank year wave sausage worth useful legal winner thank yellow", {
    country: 276,
    story: "Verified investor in Germany who holds something of everything.",
  }),
  bob: investor("Bob", "letter advice cage absurd amount doctor acoustic avoid letter advice cage above", {
    country: 756,
    story: "Verified investor in Switzerland, close to the fund's largest holding.",
  }),
  carol: investor("Carol", "zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo wrong", {
    story: "Never verified and on no list: holds cash and carbon credits only.",
  }),
  dave: investor("Dave", `${"abandon ".repeat(11)}about`, {
    country: 276,
    story: "Verified, but frozen on the fund, locked on the property and blacklisted on gold.",
  }),
};

function investor(name, phrase, { country, story }) {
  const account = hdKeyToAccount(keyOf(phrase));
  return { name, phrase, account, address: account.address, country, story };
}
