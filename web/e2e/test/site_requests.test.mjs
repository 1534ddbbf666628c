// What a site asks for passes the wallet's own review, and nothing of it is signed that would be refused or that nobody can read. Signatures
// are verified by ethers, transactions looked up on the chain.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { AbiCoder, Interface, MaxUint256, getAddress, hexlify, keccak256, toBeHex, toQuantity, toUtf8Bytes, verifyMessage, verifyTypedData } from "ethers";
import { assets } from "../harness/assets.mjs";
import { Asked, asked } from "../harness/asked.mjs";
import { eventually } from "../harness/browser.mjs";
import { balance, call, people, read, refusal, send } from "../harness/chain.mjs";
import { demo } from "../harness/env.mjs";
import { release } from "../harness/executor.mjs";
import { connect as connectOther, unlockedHolder } from "../harness/injected.mjs";
import { during, issuers } from "../harness/issuers.mjs";
import { agree, ask as askIn, connect, Site } from "../harness/site.mjs";
import { visit } from "../harness/visit.mjs";

const { fund, cash, credit } = assets;
const { alice, bob, carol } = people;
const SHARE = 10n ** 18n;
const CASH = 10n ** 6n;
/** Which of anvil's accounts another wallet has here. */
const ELSEWHERE = 16;
const chainId = toQuantity(demo().chainId);
const erc20 = new Interface(["function transfer(address,uint256)", "function transferFrom(address,address,uint256)", "function approve(address,uint256)"]);

const hex = (text) => hexlify(toUtf8Bytes(text));
const transfer = (token, to, amount) => ({ from: alice, to: token, data: erc20.encodeFunctionData("transfer", [to, amount]) });
const inBlock = (hash) => eventually(`${hash} is in a block`, () => call("eth_getTransactionReceipt", hash));

/** A sign-in as ERC-4361 has it. */
const signIn = ({ domain, uri, address = alice, chain = demo().chainId, more = "" }) =>
  `${domain} wants you to sign in with your Ethereum account:\n${address}\n\nI accept the terms.\n\nURI: ${uri}\nVersion: 1\nChain ID: ${chain}\nNonce: 32891757a\nIssued At: 2026-11-27T00:00:00.000Z${more}`;

const fields = (text) => text.split(",").map((field) => ({ type: field.split(" ")[0], name: field.split(" ")[1] }));
const DOMAIN = fields("string name,string version,uint256 chainId,address verifyingContract");
/** The domain of the demo's dollar, as its contract has it. */
const dollar = { name: "Demo Dollar", version: "2", chainId: demo().chainId, verifyingContract: cash.token };
/** Seconds since 1970 that no test will see. */
const NEVER = 4_000_000_000;

/** Typed data of the dollar's permit (ERC-2612). */
const permit = (nonce, { chain = demo().chainId, version = dollar.version, value = 5n * CASH, deadline = NEVER } = {}) => ({
  types: { EIP712Domain: DOMAIN, Permit: fields("address owner,address spender,uint256 value,uint256 nonce,uint256 deadline") },
  primaryType: "Permit",
  domain: { ...dollar, version, chainId: chain },
  message: { owner: alice, spender: bob, value: value.toString(), nonce: Number(nonce), deadline },
});

/** Whose signature of a document it is, by ethers. */
function signerOf({ types, domain, message }, signature) {
  const { EIP712Domain: _domain, ...others } = types;
  return verifyTypedData(domain, others, message, signature);
}

test("a message and a sign-in for the site are signed by the account and remembered with the site; others are not signed", asked(async ({ ask, review, site, popup }) => {
  const host = new URL(site.origin).host;
  const hello = ask("personal_sign", [hex("Hello Bücher!\nLine two"), alice]);
  const text = await review.ready();
  assert.ok(text.includes(site.origin) && text.includes("Hello Bücher!") && text.includes("Line two"), text);
  assert.match(text, /Only a signature is given/);
  await review.agree();
  assert.equal(verifyMessage("Hello Bücher!\nLine two", (await hello).result), alice);

  const good = signIn({ domain: host, uri: `${site.origin}/login` });
  const signedIn = ask("personal_sign", [hex(good), alice]);
  assert.match(await review.ready(), new RegExp(`Sign in at ${host}`));
  await review.agree();
  assert.equal(verifyMessage(good, (await signedIn).result), alice);

  for (const [message, title, pattern, code] of [
    [signIn({ domain: "bank.example", uri: "https://bank.example/login" }), "This would deceive you or another site", /bank\.example/, -32602],
    [signIn({ domain: host, uri: site.origin }).replace("Version: 1", "Version: 2"), "This would deceive you or another site", /does not have the form/, -32602],
    [signIn({ domain: host, uri: site.origin, chain: 1 }), "This sign-in is not good here and now", /chain eip155:1/, -32602],
    [signIn({ domain: host, uri: site.origin, more: "\nExpiration Time: 2026-11-26T00:00:00Z" }), "This sign-in is not good here and now", /has ended/, -32602],
  ]) {
    const answer = ask("personal_sign", [hex(message), alice]);
    assert.match(await review.says(title), pattern);
    assert.equal(await review.sign.count(), 0, "there is nothing to press");
    await review.close();
    assert.equal((await answer).error.code, code);
  }
  for (const bytes of [keccak256("0x00"), hex("pay \u202e100"), "0x"]) {
    const answer = ask("personal_sign", [bytes, alice]);
    await review.says("Not understood, so not signed");
    await review.close();
    assert.equal((await answer).error.code, -32003);
  }
  const refused = ask("personal_sign", [hex("no"), alice]);
  await review.ready();
  await review.close();
  assert.equal((await refused).error.code, 4001);
  assert.equal((await ask("personal_sign", [hex("no"), bob])).error.code, 4100);
  assert.equal((await ask("eth_sign", [alice, keccak256("0x00")])).error.code, 4200);
  assert.equal(await review.sheet.isVisible(), false, `nothing waits in ${popup.url()}`);
}));

test("typed data is shown as what it grants, unlimited permits are warned of, and other chains are refused", asked(async ({ ask, review }) => {
  const next = await read(cash.token, "nonces", alice);
  const small = permit(next);
  const signed = ask("eth_signTypedData_v4", [alice, JSON.stringify(small)]);
  const text = await review.ready();
  assert.match(text, /By this signature/);
  assert.match(text, /to take up to 5 dUSD/);
  assert.match(text, /Can be handed in until/);
  assert.match(text, /At block \d+ the token would take this permission[\s\S]*lets who gets this permission take the tokens/);
  await review.agree();
  assert.equal(signerOf(small, (await signed).result), alice);

  const all = permit(next, { value: MaxUint256 });
  const unlimited = ask("eth_signTypedData_v4", [alice, JSON.stringify(all)]);
  assert.match(await review.ready(), /The permission is unlimited/);
  await review.close();
  assert.equal((await unlimited).error.code, 4001);

  const elsewhere = ask("eth_signTypedData_v4", [alice, JSON.stringify(permit(next, { chain: 1 }))]);
  assert.match(await review.says("This is for another network"), /eip155:1,/);
  await review.close();
  assert.equal((await elsewhere).error.code, -32602);

  // What nobody knows is shown with every field, and says so.
  const mail = {
    types: { EIP712Domain: [{ name: "name", type: "string" }], Mail: [{ name: "to", type: "Person[]" }, { name: "words", type: "string" }], Person: [{ name: "wallet", type: "address" }] },
    primaryType: "Mail", domain: { name: "Mail" }, message: { to: [{ wallet: bob }], words: "Hi" },
  };
  const letter = ask("eth_signTypedData_v4", [alice, JSON.stringify(mail)]);
  const fields = await review.ready();
  assert.match(fields, /is not known to this wallet/);
  assert.match(fields, /names no chain/);
  assert.ok(fields.includes("words") && fields.includes("Hi"), fields);
  await review.agree();
  assert.equal(signerOf(mail, (await letter).result), alice);
}));

/** A signature is asked for, refused with these words before it can be given, and the site is told. */
async function neverSigned({ ask, review }, document, title, why) {
  const answer = ask("eth_signTypedData_v4", [alice, JSON.stringify(document)]);
  assert.match(await review.says(title), why);
  assert.equal(await review.sign.count(), 0, "there is nothing to press");
  await review.close();
  assert.equal((await answer).error.code, -32003);
}

test("what a token would not take is told before it is signed: a permit's number, its domain, its end", asked(async (opened) => {
  const next = await read(cash.token, "nonces", alice);
  for (const [document, why] of [
    [permit(next + 1n), /numbered wrongly/],
    [permit(next, { version: "1" }), /made out to another contract, chain or version/],
    [permit(next, { deadline: 1_700_000_000 }), /has run out/],
  ]) {
    await neverSigned(opened, document, "The permission would not be taken", why);
  }
}));

test("tokens that the rules keep from somebody: a transfer by signature is not signed, and a permit says that it would be of no use", asked(async (opened) => {
  const { ask, review } = opened;
  const authorization = {
    types: { EIP712Domain: DOMAIN, TransferWithAuthorization: fields("address from,address to,uint256 value,uint256 validAfter,uint256 validBefore,bytes32 nonce") },
    primaryType: "TransferWithAuthorization", domain: dollar,
    message: { from: alice, to: carol, value: CASH.toString(), validAfter: 0, validBefore: NEVER, nonce: keccak256(toUtf8Bytes("once")) },
  };
  const good = ask("eth_signTypedData_v4", [alice, JSON.stringify(authorization)]);
  assert.match(await review.ready(), /Send 1 dUSD to[\s\S]*At block \d+ this passes/);
  await review.close();
  assert.equal((await good).error.code, 4001);
  const issuer = demo().accounts.cashIssuer;
  await during(() => send(issuer, cash.token, "blacklist", carol), () => send(issuer, cash.token, "unBlacklist", carol), async () => {
    await neverSigned(opened, authorization, "The transfer would not pass", /has blacklisted the receiver/);
  });

  // Of the fund Carol may hold nothing, whoever lets her move it.
  assert.notEqual(await refusal(alice, fund.token, "transfer", carol, SHARE), null, "the chain would refuse it");
  const spend = {
    types: { EIP712Domain: DOMAIN.filter(({ name }) => name !== "version"), TokenPermissions: fields("address token,uint256 amount"), PermitTransferFrom: fields("TokenPermissions permitted,address spender,uint256 nonce,uint256 deadline") },
    primaryType: "PermitTransferFrom", domain: { name: "Permit2", chainId: demo().chainId, verifyingContract: "0x000000000022D473030F116dDEE9F6B43aC78BA3" },
    message: { permitted: { token: fund.token, amount: SHARE.toString() }, spender: carol, nonce: 0, deadline: NEVER },
  };
  const useless = ask("eth_signTypedData_v4", [alice, JSON.stringify(spend)]);
  assert.match(await review.ready(), /Who gets this could not take the tokens itself\s+.*(not been verified|identity)/i);
  await review.close();
  assert.equal((await useless).error.code, 4001);
}));

test("a transfer that a site asks for is judged by the token's rules: one arrives, one is refused before it is signed", asked(async ({ ask, review, wallet, page, site }) => {
  const before = await balance(fund.token, bob);
  const sent = ask("eth_sendTransaction", [transfer(fund.token, bob, SHARE)]);
  const text = await review.ready();
  assert.match(text, /Send 1 dTBILL to/);
  assert.match(text, /At block \d+ this passes/);
  await review.sheet.getByRole("region", { name: "Proven simulation" }).getByText(/1 dTBILL goes from you to/).waitFor({ timeout: 60_000 });
  await review.agree();
  const { result: hash } = await sent;
  assert.equal((await inBlock(hash)).status, "0x1");
  assert.equal((await balance(fund.token, bob)) - before, SHARE);

  assert.notEqual(await refusal(alice, fund.token, "transfer", carol, SHARE), null, "the chain would refuse it");
  const denied = ask("eth_sendTransaction", [transfer(fund.token, carol, SHARE)]);
  assert.match(await review.says("The transfer would not pass"), /not been verified|identity/i);
  await review.close();
  assert.equal((await denied).error.code, -32003);
  // By an allowance too: the same rules, asked for the spender.
  const byAllowance = { from: alice, to: fund.token, data: erc20.encodeFunctionData("transferFrom", [bob, carol, SHARE]) };
  const moved = ask("eth_sendTransaction", [byAllowance]);
  await review.says("The transfer would not pass");
  await review.close();
  assert.equal((await moved).error.code, -32003);

  await page.bringToFront();
  await wallet.goTo("Activity");
  await wallet.reload();
  await wallet.unlock();
  await wallet.goTo("Activity");
  assert.match(await wallet.entry("Send 1 dTBILL").innerText(), new RegExp(`Asked for by ${site.origin}`));
}));

test("coin is sent as it is shown; what is not understood is not signed; what is for another chain or nonce is not even shown so", asked(async ({ ask, review }) => {
  const before = BigInt(await call("eth_getBalance", bob, "latest"));
  const sent = ask("eth_sendTransaction", [{ from: alice, to: bob, value: toQuantity(10n ** 16n), chainId }]);
  assert.match(await review.ready(), /Send 0\.01 of the chain's own coin to/);
  await review.agree();
  assert.equal((await inBlock((await sent).result)).status, "0x1");
  assert.equal(BigInt(await call("eth_getBalance", bob, "latest")) - before, 10n ** 16n);

  const creation = ask("eth_sendTransaction", [{ from: alice, data: "0x6000" }]);
  await review.says("Not understood, so not signed");
  await review.close();
  assert.equal((await creation).error.code, -32003);

  // A function that the token has and no description knows: `pause()` of its own kind would revert, so a view is called.
  const view = ask("eth_sendTransaction", [{ from: alice, to: cash.token, data: "0x18160ddd" }]);
  await review.says("Not understood, so not signed");
  assert.equal(await review.sign.getAttribute("aria-disabled"), "true");
  await review.close();
  assert.equal((await view).error.code, -32003);

  const elsewhere = await ask("eth_sendTransaction", [{ from: alice, to: bob, value: "0x1", chainId: "0x1" }]);
  assert.equal(elsewhere.error.code, 4901);
  const old = ask("eth_sendTransaction", [{ from: alice, to: bob, value: "0x1", nonce: "0x0" }]);
  await review.says("This would take another transaction's place");
  await review.close();
  assert.equal((await old).error.code, -32602);
}));

test("calls in one go are reviewed together, sent one after another, and their status is the chain's", asked(async ({ ask, review }) => {
  assert.deepEqual((await ask("wallet_getCapabilities", [alice])).result, { [chainId]: { atomic: { status: "unsupported" } } });
  const calls = [transfer(cash.token, bob, CASH), transfer(cash.token, bob, 2n * CASH)].map(({ to, data }) => ({ to, data, value: "0x0" }));
  const asks = (more) => ask("wallet_sendCalls", [{ version: "2.0.0", chainId, from: alice, atomicRequired: false, calls, ...more }]);
  const before = await balance(cash.token, bob);
  const sent = asks({ id: "0x0123" });
  const text = await review.ready();
  assert.match(text, /2 transactions, signed and sent one after another/);
  assert.match(text, /Call 1 of 2[\s\S]*Send 1 dUSD[\s\S]*Call 2 of 2[\s\S]*Send 2 dUSD/);
  assert.match(text, /Fees of all, at most/);
  await review.agree();
  assert.deepEqual((await sent).result, { id: "0x0123" });
  assert.equal((await balance(cash.token, bob)) - before, 3n * CASH);
  const { result: status } = await ask("wallet_getCallsStatus", ["0x0123"]);
  assert.equal(status.status, 200);
  assert.deepEqual([status.version, status.id, status.chainId, status.atomic], ["2.0.0", "0x0123", chainId, false]);
  assert.equal(status.receipts.length, 2);
  for (const receipt of status.receipts) {
    const known = await call("eth_getTransactionReceipt", receipt.transactionHash);
    assert.deepEqual([receipt.blockHash, receipt.blockNumber, receipt.gasUsed, receipt.status], [known.blockHash, known.blockNumber, known.gasUsed, known.status]);
    assert.deepEqual(receipt.logs, known.logs.map(({ address, data, topics }) => ({ address: address.toLowerCase(), topics, data })));
  }
  const shown = ask("wallet_showCallsStatus", ["0x0123"]);
  assert.match(await review.says("What became of these calls"), /Send 1 dUSD[\s\S]*Send 2 dUSD/);
  assert.equal((await shown).result, null);
  await review.sheet.getByRole("button", { name: "Done", exact: true }).click();

  for (const [more, code] of [
    [{ atomicRequired: true }, 5760],
    [{ id: "0x0123" }, 5720],
    [{ chainId: "0x1" }, 5710],
    [{ capabilities: { paymasterService: { url: "https://a.example" } } }, 5700],
    [{ calls: Array(17).fill(calls[0]) }, 5740],
  ]) {
    const refused = asks(more);
    await review.says("These calls cannot be made here");
    await review.close();
    assert.equal((await refused).error.code, code);
  }
  assert.equal((await ask("wallet_getCallsStatus", ["0x99"])).error.code, 5730);

  // The rules are asked for each of them.
  const denied = asks({ calls: [calls[0], { to: fund.token, data: erc20.encodeFunctionData("transfer", [carol, SHARE]) }] });
  assert.match(await review.says("The transfer would not pass"), /Of call 2 of 2/);
  await review.close();
  assert.equal((await denied).error.code, -32003);
}));

test("the first call that fails ends them, and what was done before is told as a part", asked(async ({ ask, review }) => {
  const calls = [transfer(cash.token, bob, CASH), transfer(fund.token, bob, SHARE)].map(({ to, data }) => ({ to, data }));
  const sent = ask("wallet_sendCalls", [{ version: "2.0.0", chainId, from: alice, atomicRequired: false, calls }]);
  await review.ready();
  const before = await balance(cash.token, bob);
  // The issuer pauses the fund while the user reads.
  await during(() => issuers.pause("fund"), () => issuers.unpause("fund"), async () => {
    await review.sign.click();
    const { result } = await sent;
    assert.match(await review.says("Only a part was done"), /Of call 2 of 2[\s\S]*1 of 2 calls were carried out before/);
    const { result: status } = await ask("wallet_getCallsStatus", [result.id]);
    assert.deepEqual([status.status, status.receipts.length, status.receipts[0].status], [600, 1, "0x1"]);
  });
  assert.equal((await balance(cash.token, bob)) - before, CASH);
  await review.close();
}));

/** A token with the code, the names and the asset of the demo's credit vault, of which only Alice has some. */
async function unlistedToken() {
  const address = getAddress(`0x${"a5".repeat(20)}`);
  await call("anvil_setCode", address, await call("eth_getCode", credit.token, "latest"));
  for (let slot = 0; slot < 12; slot += 1) {
    const place = toQuantity(slot);
    await call("anvil_setStorageAt", address, place, await call("eth_getStorageAt", credit.token, place, "latest"));
  }
  for (let slot = 0; slot < 12 && (await balance(address, alice)) === 0n; slot += 1) {
    const place = keccak256(AbiCoder.defaultAbiCoder().encode(["address", "uint256"], [alice, slot]));
    await call("anvil_setStorageAt", address, place, toBeHex(5n * SHARE, 32));
  }
  assert.equal(await balance(address, alice), 5n * SHARE);
  // What was changed by force is in no block before the next.
  await call("evm_mine");
  return address;
}

// Before a wallet is open: while the chain is changed by force, no proof of its newest block holds.
let unlisted;
before(async () => {
  unlisted = await unlistedToken();
});

test("a token that no list has is judged all the same, and what it calls itself is its own word", asked(async ({ ask, review }) => {
  const sent = ask("eth_sendTransaction", [transfer(unlisted, bob, 10n ** 12n)]);
  const text = await review.ready();
  assert.match(text, /is in no list of this wallet: that it is “Demo Private Credit”/);
  assert.match(text, /Send 1 “dCREDIT”/);
  assert.match(text, /At block \d+ this passes/);
  await review.sheet.getByText(/1 “dCREDIT” goes from you|raw units/).first().waitFor({ timeout: 60_000 });
  await review.close();
  assert.equal((await sent).error.code, 4001);
}));

test("for an account of another wallet that wallet is asked, after the same review", visit(async (opened) => {
  const holder = getAddress(await unlockedHolder(ELSEWHERE));
  const other = await connectOther(opened, holder);
  other.atomic = "supported";
  const site = await new Site().start();
  try {
    const tab = await site.visit(opened.context);
    const popup = await connect(tab);
    const accounts = askIn(tab, "eth_requestAccounts");
    await popup.getByRole("button", { name: "Open", exact: true }).click();
    await agree(popup);
    assert.deepEqual((await accounts).result, [holder]);
    const review = new Asked(popup);

    const signed = askIn(tab, "personal_sign", [hex("Hello"), holder]);
    assert.match(await review.ready(), /in another wallet of this browser/);
    await review.agree();
    assert.equal(verifyMessage("Hello", (await signed).result), holder);
    other.refusal = { code: 4001, message: "no" };
    const refused = askIn(tab, "personal_sign", [hex("Hello again"), holder]);
    await review.ready();
    await review.sign.click();
    await review.says("You did not sign");
    await review.close();
    assert.equal((await refused).error.code, 4001);

    assert.deepEqual((await askIn(tab, "wallet_getCapabilities", [holder])).result, { [chainId]: { atomic: { status: "supported" } } });
    const calls = [transfer(fund.token, bob, SHARE), { to: bob, data: "0x" }].map(({ to, data }) => ({ to, data, value: to === bob ? "0x1" : "0x0" }));
    const sent = askIn(tab, "wallet_sendCalls", [{ version: "2.0.0", id: "0xabcd", chainId, from: holder, atomicRequired: true, calls }]);
    assert.match(await review.ready(), /2 calls, carried out as one by the other wallet/);
    const before = [await balance(fund.token, bob), BigInt(await call("eth_getBalance", bob, "latest"))];
    await review.agree();
    assert.deepEqual((await sent).result, { id: "0xabcd" });
    const { result: status } = await eventually("its receipt is there", async () => {
      const answer = await askIn(tab, "wallet_getCallsStatus", ["0xabcd"]);
      return answer.result?.status === 200 && answer;
    });
    assert.deepEqual([status.atomic, status.receipts.length], [true, 1]);
    assert.equal((await balance(fund.token, bob)) - before[0], SHARE);
    assert.equal(BigInt(await call("eth_getBalance", bob, "latest")) - before[1], 1n);
  } finally {
    await site.stop();
    if ((await call("eth_getCode", holder, "latest")) !== "0x") await release(holder);
  }
}));

test("a review that is closed while it is prepared stays closed, and never stands in the place of the next", asked(async ({ ask, review, popup }) => {
  let answer;
  const held = new Promise((resolve) => { answer = resolve; });
  await popup.route("**/rpc", async (route) => {
    await held;
    await route.continue();
  });
  const first = ask("eth_sendTransaction", [transfer(fund.token, bob, SHARE)]);
  await review.sheet.waitFor();
  await review.close();
  assert.equal((await first).error.code, 4001);

  const second = ask("personal_sign", [hex("the second"), alice]);
  assert.match(await review.ready(), /the second/);
  answer();
  // Long enough for the first to be made: each block is asked for anew after four seconds.
  await popup.waitForTimeout(6_000);
  assert.match(await review.ready(), /the second/, "it still stands");
  await review.agree();
  assert.equal(verifyMessage("the second", (await second).result), alice);
}));
