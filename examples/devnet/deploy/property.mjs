// The rental property: an ERC-1404 token with its document (ERC-1643), and its valuation feed. Rent comes later, month by month.
import { stringToHex } from "viem/utils";
import { investors, offices } from "../chain/accounts.mjs";
import { documents } from "../files/documents.mjs";

/** Shares by holder; the registrar holds what is not sold. */
const HOLDINGS = { alice: 184n, dave: 46n };
const UNSOLD = 4_570n;
const MAX_HOLDERS = 12n;

/** Deploys the property token with its register. */
export async function deployProperty(session) {
  const { propertyRegistrar: registrar, feedOperator } = offices;
  const args = ["Demo House Kastanienallee 41", "dHOUSE", registrar.address, MAX_HOLDERS];
  const token = await session.deploy(registrar, "own/PropertyToken", args);
  const listed = [registrar.address, ...["alice", "bob", "dave"].map((who) => investors[who].address)];
  for (const address of listed) await session.write(registrar, token, "setListed", [address, true]);
  for (const [who, shares] of Object.entries(HOLDINGS)) {
    await session.write(registrar, token, "issue", [investors[who].address, shares]);
  }
  await session.write(registrar, token, "issue", [registrar.address, UNSOLD]);
  await session.write(registrar, token, "setLocked", [investors.dave.address, true]);
  // Relative, since nobody knows under which address the demo's files will be served.
  const { uri, keccak256 } = documents.property;
  await session.write(registrar, token, "setDocument", [stringToHex("summary", { size: 32 }), uri, keccak256]);
  const valuation = await session.deploy(feedOperator, "own/Feed", [8, "dHOUSE valuation / USD", feedOperator.address]);
  return { token, valuation };
}
