// The reviews of what a site asks for, for people to look at: each opens one, in the window of Alice's wallet that the site opened.
import { Interface, MaxUint256, hexlify, keccak256, toUtf8Bytes } from "ethers";
import { assets } from "./assets.mjs";
import { Asked } from "./asked.mjs";
import { contracts, people } from "./chain.mjs";
import { demo } from "./env.mjs";
import { ask, connected, Site } from "./site.mjs";

const { fund, cash } = assets;
const { alice, bob, carol } = people;
const erc20 = new Interface(["function transfer(address,uint256)"]);
const transfer = (token, to, amount) => ({ from: alice, to: token, data: erc20.encodeFunctionData("transfer", [to, amount]) });
const hex = (text) => hexlify(toUtf8Bytes(text));
const fields = (text) => text.split(",").map((field) => ({ type: field.split(" ")[0], name: field.split(" ")[1] }));

/** A message of ERC-4361. */
const signIn = (domain, uri) =>
  `${domain} wants you to sign in with your Ethereum account:\n${alice}\n\nI accept the ServiceOrg Terms of Service: https://service.example/tos\n\nURI: ${uri}\nVersion: 1\nChain ID: ${demo().chainId}\nNonce: 32891757a\nIssued At: 2026-11-27T00:00:00.000Z\nExpiration Time: 2027-11-27T00:00:00.000Z`;

const domain = { name: "Demo Dollar", version: "2", chainId: demo().chainId, verifyingContract: cash.token };
const DOMAIN = fields("string name,string version,uint256 chainId,address verifyingContract");
const permit = {
  types: { EIP712Domain: DOMAIN, Permit: fields("address owner,address spender,uint256 value,uint256 nonce,uint256 deadline") },
  primaryType: "Permit", domain, message: { owner: alice, spender: bob, value: MaxUint256.toString(), nonce: 0, deadline: 1_900_000_000 },
};
const order = {
  types: {
    EIP712Domain: DOMAIN,
    Order: fields("address maker,Item[] offer,Item[] consideration,uint256 startTime,bytes32 salt,string memo"),
    Item: fields("uint8 kind,address token,uint256 amount"),
  },
  primaryType: "Order",
  domain: { ...domain, name: "Some exchange", verifyingContract: contracts.fundRedemption },
  message: {
    maker: alice, startTime: 1_790_000_000, salt: keccak256("0x01"), memo: "Thank you",
    offer: [{ kind: 1, token: fund.token, amount: "1000000000000000000" }],
    consideration: [{ kind: 1, token: cash.token, amount: "101000000" }, { kind: 1, token: cash.token, amount: "500000" }],
  },
};
const call = ({ to, data }) => ({ to, data });

/** What is asked, by the name of the picture. `site` is where it is asked from. */
export const siteScreens = {
  "review-site-message": () => ["personal_sign", [hex("Welcome to a little site.\n\nSign this to show that you hold this account. It costs nothing.\n\nNonce: 8f3a"), alice]],
  "review-site-sign-in": (site) => ["personal_sign", [hex(signIn(new URL(site.origin).host, `${site.origin}/login`)), alice]],
  "review-site-deceived": () => ["personal_sign", [hex(signIn("bank.example", "https://bank.example/login")), alice]],
  "review-site-permit": () => ["eth_signTypedData_v4", [alice, permit]],
  "review-site-typed": () => ["eth_signTypedData_v4", [alice, order]],
  "review-site-transfer": () => ["eth_sendTransaction", [transfer(fund.token, bob, 10n ** 18n)]],
  "review-site-denied": () => ["eth_sendTransaction", [transfer(fund.token, carol, 10n ** 18n)]],
  "review-site-unknown": () => ["eth_sendTransaction", [{ from: alice, to: cash.token, data: "0x18160ddd" }]],
  "review-site-calls": () => ["wallet_sendCalls", [{
    version: "2.0.0", chainId: `0x${demo().chainId.toString(16)}`, from: alice, atomicRequired: false,
    calls: [call(transfer(cash.token, bob, 10n ** 6n)), call(transfer(fund.token, bob, 10n ** 18n))],
  }]],
};

/** Connects a site to Alice's wallet, asks, waits until the sheet says something, and hands its window to `look`. */
export async function withReview({ page, wallet }, question, look) {
  const site = await new Site().start();
  try {
    await wallet.openDemo("Alice");
    const tab = await site.visit(page.context());
    const popup = await connected(tab);
    // Answered when the window is closed.
    ask(tab, ...question(site)).catch(() => {});
    const review = new Asked(popup);
    await popup.locator("dialog[open] .sheet__actions button").first().waitFor();
    await review.sheet.getByText(/Being run on proven state/).waitFor({ state: "hidden", timeout: 60_000 });
    await look(popup);
  } finally {
    await site.stop();
  }
}
