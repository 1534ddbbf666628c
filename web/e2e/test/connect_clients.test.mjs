// viem, ethers and wagmi drive the wallet through @assay/sdk/provider. Signatures are checked by the libraries, transactions on the chain.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assets } from "../harness/assets.mjs";
import { eventually } from "../harness/browser.mjs";
import { balance, people } from "../harness/chain.mjs";
import { serveClients, SiteWindow } from "../harness/clients.mjs";
import { visit } from "../harness/visit.mjs";

const { fund } = assets;
const SHARE = 10n ** 18n;
const shares = (who) => balance(fund.token, people[who]);

/** A test's body with the site in a tab, and Alice's wallet in the profile; it may add to the wallet first, and send headers with the site. */
const withClients = (body, { prepare = async () => {}, headers } = {}) => visit(async (opened) => {
  const site = await serveClients(headers);
  try {
    await opened.wallet.openDemo("Alice");
    await prepare(opened);
    const tab = await opened.context.newPage();
    opened.log.listen(tab);
    // Where a test fails before it waits for what it asked, that fails with the tab: not a failure of its own.
    const evaluate = tab.evaluate.bind(tab);
    tab.evaluate = (...given) => {
      const answer = evaluate(...given);
      answer.catch(() => {});
      return answer;
    };
    opened.context.on("page", (page) => opened.log.listen(page));
    await tab.goto(site.origin);
    await tab.locator("body[data-ready]").waitFor();
    await body({ ...opened, tab, site });
  } catch (error) {
    for (const page of opened.context.pages().slice(1)) error.message += `\n\n${page.url()}\n${await page.locator("body").innerText().catch(() => "(gone)")}`;
    throw error;
  } finally {
    site.close();
  }
});

/** The parts of a refusal that a site decides by: what the library calls it, and the provider's code. */
const refused = ({ error }, name, innermost) => {
  assert.ok(error, "it was not refused");
  assert.deepEqual({ name: error.name, innermost: error.innermost }, { name, innermost }, error.message);
};

test("viem: consent, signatures, chains, and the end", withClients(async ({ tab }) => {
  const viemSigns = (message) => tab.evaluate(([account, message]) => outcome(walletClient.signMessage({ account, message })), [people.alice, message]);
  refused(await viemSigns("too early"), "UnauthorizedProviderError", 4100);

  const addresses = () => tab.evaluate(() => outcome(walletClient.requestAddresses()));
  const { window, asked } = await SiteWindow.opening(tab, addresses);
  await window.unlock();
  await window.button("Do not connect").click();
  refused(await asked, "UserRejectedRequestError", 4001);
  const again = addresses();
  await window.button("Connect").click();
  assert.deepEqual(await again, { result: [people.alice] });
  assert.equal(await tab.evaluate(() => walletClient.getChainId()), 31337);

  const message = viemSigns("Example Funds greets you");
  await window.sign("Example Funds greets you");
  const signature = (await message).result;
  assert.ok(await tab.evaluate(([address, signature]) => viem.verifyMessage({ address, message: "Example Funds greets you", signature }), [people.alice, signature]));
  const unwanted = viemSigns("not this");
  await window.refuse("not this");
  refused(await unwanted, "UserRejectedRequestError", 4001);

  const typed = (chainId) => tab.evaluate(([account, chainId]) => {
    const document = {
      domain: { name: "Example Funds", version: "1", chainId }, primaryType: "Order",
      types: { Order: [{ name: "fund", type: "string" }, { name: "shares", type: "uint256" }] },
      message: { fund: "Treasury", shares: 12n },
    };
    const signed = walletClient.signTypedData({ account, ...document });
    return outcome(signed.then(async (signature) => ({ signature, holds: await viem.verifyTypedData({ address: account, signature, ...document }) })));
  }, [people.alice, chainId]);
  const order = typed(31337);
  await window.sign("Treasury");
  assert.equal((await order).result.holds, true);
  const abroad = typed(1);
  await window.close(/chain/);
  refused(await abroad, "InvalidParamsRpcError", -32602);

  const signIn = (domain) => tab.evaluate(([address, domain]) => {
    const message = siwe.createSiweMessage({ address, chainId: 31337, domain: domain ?? location.host, nonce: siwe.generateSiweNonce(), uri: location.origin, version: "1" });
    const signed = walletClient.signMessage({ account: address, message });
    return outcome(signed.then((signature) => siwe.verifySiweMessage(publicClient, { address, domain: location.host, message, signature })));
  }, [people.alice, domain]);
  const entry = signIn();
  await window.sign(/Sign in at/);
  assert.deepEqual(await entry, { result: true });
  const deceit = signIn("bank.example");
  await window.close(/deceive/);
  refused(await deceit, "InvalidParamsRpcError", -32602);

  refused(await tab.evaluate(() => outcome(walletClient.switchChain({ id: 137 }))), "SwitchChainError", 4902);

  const lost = viemSigns("closed over it");
  await window.sheet.getByText("closed over it").first().waitFor();
  await window.page.close();
  refused(await lost, "UserRejectedRequestError", 4001);
  assert.deepEqual(await tab.evaluate(() => walletClient.getAddresses()), [people.alice], "the session outlives the window");

  await tab.evaluate(() => provider.request({ method: "wallet_revokePermissions", params: [{ eth_accounts: {} }] }));
  assert.deepEqual(await tab.evaluate(() => walletClient.getAddresses()), []);
  assert.deepEqual(await tab.evaluate(() => events.slice(-2)), [["accountsChanged", []], ["disconnect", 4900]]);
  // The wallet hears of it when its window is opened next: consent is asked for anew.
  const anew = await SiteWindow.opening(tab, addresses);
  await anew.window.unlock();
  await anew.window.button("Do not connect").click();
  refused(await anew.asked, "UserRejectedRequestError", 4001);
}));

const connectViem = async (tab) => {
  const { window, asked } = await SiteWindow.opening(tab, () => tab.evaluate(() => outcome(walletClient.requestAddresses())));
  await window.unlock();
  await window.button("Connect").click();
  assert.ok((await asked).result);
  return window;
};

test("viem: shares that move, shares that may not, several calls, another account", withClients(async ({ tab }) => {
  const window = await connectViem(tab);
  const transfer = (to, amount) => tab.evaluate(([account, token, to, amount]) => {
    const sent = walletClient.writeContract({ account, address: token, abi: viem.erc20Abi, functionName: "transfer", args: [to, amount] });
    return outcome(sent.then((hash) => publicClient.waitForTransactionReceipt({ hash })).then(({ status }) => status));
  }, [people.alice, fund.token, people[to], amount]);

  const before = await shares("bob");
  const sent = transfer("bob", SHARE);
  await window.sign(/Send 1 dTBILL/, "Sign and send");
  assert.deepEqual(await sent, { result: "success" });
  assert.equal(await shares("bob"), before + SHARE);

  const forbidden = transfer("carol", SHARE);
  await window.close(/not been verified/);
  refused(await forbidden, "ContractFunctionExecutionError", -32003);
  assert.equal(await shares("carol"), 0n);

  const capabilities = await tab.evaluate((account) => walletClient.getCapabilities({ account }), people.alice);
  assert.deepEqual(capabilities[31337].atomic, { status: "unsupported" });
  const calls = tab.evaluate(([account, token, to, amount]) => {
    const data = viem.encodeFunctionData({ abi: viem.erc20Abi, functionName: "transfer", args: [to, amount] });
    return outcome(walletClient.sendCalls({ account, calls: [{ to: token, data }, { to: token, data }] }));
  }, [people.alice, fund.token, people.bob, SHARE]);
  await window.sign(/signed and sent one after another/, "Sign and send");
  const { id } = (await calls).result;
  await eventually("both are in blocks", async () => (await tab.evaluate((id) => walletClient.getCallsStatus({ id }), id)).status === "success");
  assert.equal(await shares("bob"), before + 3n * SHARE);

  const permissions = tab.evaluate(() => outcome(walletClient.requestPermissions({ eth_accounts: {} })));
  await window.page.getByRole("radio").nth(1).check();
  await window.button("Connect").click();
  const [{ caveats }] = (await permissions).result;
  const [second] = caveats.find(({ type }) => type === "restrictReturnedAccounts").value;
  assert.notEqual(second, people.alice);
  assert.deepEqual(await tab.evaluate(() => walletClient.getAddresses()), [second]);
  await eventually("the site is told", async () => {
    assert.deepEqual(await tab.evaluate(() => events.at(-1)), ["accountsChanged", [second]]);
    return true;
  });
}, { prepare: ({ wallet }) => wallet.accounts.addNext("Second") }));

test("ethers: a signer, its signatures and its transaction", withClients(async ({ tab }) => {
  const { window, asked } = await SiteWindow.opening(tab, () => tab.evaluate(() => {
    window.browserProvider = new ethers.BrowserProvider(provider);
    return outcome(browserProvider.getSigner().then((signer) => signer.getAddress()));
  }));
  await window.unlock();
  await window.button("Connect").click();
  assert.deepEqual(await asked, { result: people.alice });

  const message = tab.evaluate(() => outcome(browserProvider.getSigner().then((signer) => signer.signMessage("Example Funds")).then((signature) => ethers.verifyMessage("Example Funds", signature))));
  await window.sign("Example Funds");
  assert.deepEqual(await message, { result: people.alice });

  const typed = tab.evaluate(() => {
    const [domain, types, value] = [{ name: "Example Funds", chainId: 31337 }, { Order: [{ name: "shares", type: "uint256" }] }, { shares: 7n }];
    const signed = browserProvider.getSigner().then((signer) => signer.signTypedData(domain, types, value));
    return outcome(signed.then((signature) => ethers.verifyTypedData(domain, types, value, signature)));
  });
  await window.sign("Order");
  assert.deepEqual(await typed, { result: people.alice });

  const send = () => tab.evaluate(([token, to, amount]) => {
    const transfer = async () => {
      const contract = new ethers.Contract(token, ["function transfer(address,uint256) returns (bool)"], await browserProvider.getSigner());
      const response = await contract.transfer(to, amount);
      return (await response.wait()).status;
    };
    return outcome(transfer());
  }, [fund.token, people.bob, SHARE]);
  const unwanted = send();
  await window.refuse(/Send 1 dTBILL/);
  const { error } = await unwanted;
  assert.deepEqual([error.code, error.innermost], ["ACTION_REJECTED", 4001]);
  const before = await shares("bob");
  const sent = send();
  await window.sign(/Send 1 dTBILL/, "Sign and send");
  assert.deepEqual(await sent, { result: 1 });
  assert.equal(await shares("bob"), before + SHARE);

  // The wallet says in closing that nobody had agreed.
  const closed = send();
  await window.sheet.getByText(/Send 1 dTBILL/).first().waitFor();
  await window.page.close();
  const { error: lost } = await closed;
  assert.deepEqual([lost.code, lost.innermost], ["ACTION_REJECTED", 4001], lost.message);
}));

test("wagmi: found by EIP-6963, connected, there after a reload, disconnected", withClients(async ({ tab }) => {
  const connectWagmi = () => tab.evaluate(() => {
    const connector = wagmi.getConnectors(wagmi.config).find(({ name }) => name === "Assay");
    return outcome(wagmi.connect(wagmi.config, { connector }).then(({ accounts, chainId }) => ({ accounts, chainId })));
  });
  const { window, asked } = await SiteWindow.opening(tab, connectWagmi);
  await window.unlock();
  await window.button("Connect").click();
  assert.deepEqual(await asked, { result: { accounts: [people.alice], chainId: 31337 } });

  const sign = () => tab.evaluate(() => outcome(wagmi.signMessage(wagmi.config, { message: "Example Funds" })));
  const message = sign();
  await window.sign("Example Funds");
  const { result } = await message;
  assert.ok(await tab.evaluate(([address, signature]) => viem.verifyMessage({ address, message: "Example Funds", signature }), [people.alice, result]));
  // wagmi takes 4902 for a reason to ask that the chain be added.
  const added = tab.evaluate(() => outcome(wagmi.switchChain(wagmi.config, { chainId: 137 })));
  await window.page.getByText("Add Elsewhere?").first().waitFor();
  await window.button("Do not add it").click();
  refused(await added, "UserRejectedRequestError", 4001);

  const closed = window.page.waitForEvent("close");
  await tab.reload();
  await closed;
  await tab.locator("body[data-ready]").waitFor();
  assert.deepEqual(await tab.evaluate(() => wagmi.reconnect(wagmi.config).then(([{ accounts }]) => accounts)), [people.alice]);
  const second = await SiteWindow.opening(tab, sign);
  await second.window.unlock();
  await second.window.sign("Example Funds");
  assert.ok((await second.asked).result);

  await tab.evaluate(() => wagmi.disconnect(wagmi.config));
  assert.equal(await tab.evaluate(() => wagmi.getConnection(wagmi.config).status), "disconnected");
  assert.deepEqual(await tab.evaluate(() => provider.request({ method: "eth_accounts" })), []);
}));

// What follows are the requests of MetaMask's public test dApp (github.com/MetaMask/test-dapp), as it makes them.

const toHex = (text) => `0x${Buffer.from(text).toString("hex")}`;
const siweText = (domain, account, more = "") =>
  `${domain} wants you to sign in with your Ethereum account:\n${account}\n\nI accept the MetaMask Terms of Service: https://community.metamask.io/tos\n\n` +
  `URI: http://${domain}\nVersion: 1\nChain ID: 31337\nNonce: 32891757\nIssued At: 2021-09-30T16:25:24.000Z${more}`;

/** Its mail, from and to whoever. */
const mail = (more) => JSON.stringify({
  domain: { chainId: "31337", name: "Ether Mail", verifyingContract: "0xCcCCccccCCCCcCCCCCCcCcCccCcCCCcCcccccccC", version: "1" },
  message: {
    contents: "Hello, Bob!", attachment: "0x",
    from: { name: "Cow", wallets: ["0xCD2a3d9F938E13CD947Ec05AbC7FE734Df8DD826", "0xDeaDbeefdEAdbeefdEadbEEFdeadbeEFdEaDbeeF"] },
    to: [{ name: "Bob", wallets: ["0xbBbBBBBbbBBBbbbBbbBbbbbBBbBbbbbBbBbbBBbB", "0xB0BdaBea57B0BDABeA57b0bdABEA57b0BDabEa57", "0xB0B0b0b0b0b0B000000000000000000000000000"] }],
  },
  primaryType: "Mail",
  types: {
    EIP712Domain: [{ name: "name", type: "string" }, { name: "version", type: "string" }, { name: "chainId", type: "uint256" }, { name: "verifyingContract", type: "address" }],
    Group: [{ name: "name", type: "string" }, { name: "members", type: "Person[]" }],
    Mail: [{ name: "from", type: "Person" }, { name: "to", type: "Person[]" }, { name: "contents", type: "string" }, { name: "attachment", type: "bytes" }],
    Person: [{ name: "name", type: "string" }, { name: "wallets", type: "address[]" }],
  },
  ...more,
});

/** What it sends that is no request: refused before anybody is asked. */
const malformed = (from) => {
  const to = "0x0c54FcCd2e384b4BB6f2E405Bf5Cbc15a017AaFb";
  const send = (fields) => ["eth_sendTransaction", [{ from, to, value: "0x0", ...fields }]];
  const sign = (more) => ["eth_signTypedData_v4", [from, mail(more)]];
  const types = { EIP712Domain: [{ name: "name", type: "string" }], Wallet: [{ name: "name", type: "string" }] };
  return {
    "a value": send({ value: "invalid" }),
    "a receiver": send({ to: "invalid" }),
    "a type": send({ type: "0x5" }),
    "a gas limit": send({ gasLimit: "invalid" }),
    "a fee": send({ maxFeePerGas: "invalid", maxPriorityFeePerGas: "0x3b9aca00" }),
    "a field's type": sign({ types: { ...types, Mail: [{ name: "from", type: "Person[+" }] } }),
    "a primary type that is not there": sign({ types, primaryType: "Non-Existent", message: { name: "Hello, Bob!" } }),
    "no primary type": sign({ primaryType: undefined }),
    "data without a type": sign({ types, primaryType: "Wallet", message: { name: "Hello, Bob!", extraData: "This data is not typed!" } }),
  };
};

test("the requests of MetaMask's test dApp", withClients(async ({ tab, site }) => {
  const ask = (method, params = []) => tab.evaluate(([method, params]) => outcome(provider.request({ method, params })), [method, params]);
  const code = async (method, params) => (await ask(method, params)).error?.code;
  const permission = [{ eth_accounts: {} }];
  const { window, asked } = await SiteWindow.opening(tab, () => ask("wallet_requestPermissions", permission));
  await window.unlock();
  await window.button("Connect").click();
  assert.equal((await asked).result[0].parentCapability, "eth_accounts");
  assert.equal((await ask("wallet_getPermissions")).result[0].parentCapability, "eth_accounts");
  assert.deepEqual(await ask("eth_accounts"), { result: [people.alice] });
  assert.deepEqual(await ask("eth_chainId"), { result: "0x7a69" });
  assert.deepEqual(await ask("net_version"), { result: "31337" });

  // A third parameter, once a password, stands in every one of its personal messages.
  const personal = (text) => ask("personal_sign", [toHex(text), people.alice, "Example password"]);
  const example = personal("Example `personal_sign` message");
  await window.sign("Example `personal_sign` message");
  const signature = (await example).result;
  assert.ok(await tab.evaluate(([address, signature]) => viem.verifyMessage({ address, message: "Example `personal_sign` message", signature }), [people.alice, signature]));
  const typed = ask("eth_signTypedData_v4", [people.alice, mail()]);
  await window.sign("Hello, Bob!");
  const ofMail = (await typed).result;
  assert.ok(await tab.evaluate(([address, signature, document]) => viem.verifyTypedData({ address, signature, ...document }), [people.alice, ofMail, JSON.parse(mail())]));

  const { host } = new URL(site.origin);
  const signIn = personal(siweText(host, people.alice));
  await window.sign(/Sign in at/);
  assert.ok((await signIn).result);
  const nobody = "0x0000000000000000000000000000000000000000";
  for (const deceit of [siweText("metamask.badactor.io", people.alice), siweText(host, nobody), siweText(host, people.alice).replace(/URI: .*\n/, "")]) {
    const refusal = personal(deceit);
    await window.close(/Nothing was signed|deceive|not/);
    assert.equal((await refusal).error.code, -32602, deceit);
  }

  for (const [what, [method, params]] of Object.entries(malformed(people.alice))) assert.equal(await code(method, params), -32602, what);
  for (const method of ["eth_sign", "eth_signTypedData", "eth_signTypedData_v3", "eth_getEncryptionPublicKey", "eth_decrypt", "personal_ecRecover", "wallet_watchAsset"]) {
    assert.equal(await code(method, [people.alice, "0x00"]), 4200, method);
  }
  assert.equal(await code("wallet_switchEthereumChain", [{ chainId: "0xe708" }]), 4902);
  assert.deepEqual(await ask("wallet_revokePermissions", permission), { result: null });
  assert.deepEqual(await ask("eth_accounts"), { result: [] });
  assert.equal(await code("personal_sign", [toHex("Example"), people.alice]), 4100);
}));

test("cut off by its opener policy: by redirect, twice", withClients(async ({ tab, site }) => {
  const leave = async (ask) => {
    await tab.evaluate(ask, people.alice);
    await tab.getByRole("dialog").getByRole("link", { name: "Continue in this tab" }).click();
    await tab.locator("#boot").waitFor({ state: "detached", timeout: 60_000 });
    const window = new SiteWindow(tab);
    await window.unlock();
    return window;
  };
  const returned = async () => {
    await tab.waitForURL(`${site.origin}/**`);
    await tab.locator("body[data-ready]").waitFor();
    return tab.evaluate(() => provider.returned);
  };
  const window = await leave(() => void provider.request({ method: "eth_requestAccounts" }));
  await window.button("Connect").click();
  assert.deepEqual(await returned(), { method: "eth_requestAccounts", params: [], result: [people.alice] });
  assert.deepEqual(await tab.evaluate(() => walletClient.getAddresses()), [people.alice]);
  assert.equal(await tab.evaluate(() => walletClient.getChainId()), 31337);

  const signs = await leave((account) => void provider.request({ method: "personal_sign", params: ["0x4578616d706c65", account] }));
  await signs.sheet.getByRole("button", { name: "Sign", exact: true }).click();
  const { result } = await returned();
  assert.ok(await tab.evaluate(([address, signature]) => viem.verifyMessage({ address, message: "Example", signature }), [people.alice, result]));
}, { headers: { "cross-origin-opener-policy": "same-origin" } }));
