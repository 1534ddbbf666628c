// The wallet's window as sites open it, for pictures: each screen goes there and returns the window.
import { people } from "./chain.mjs";
import { ask, connect, connected, Site, unlock } from "./site.mjs";

const SITE = "https://app.gold-vault.example";

/** A site under an encrypted name, in a tab of this profile. */
async function site(page, origin = SITE) {
  const pretended = await new Site().pretend(page.context(), origin);
  return pretended.visit(page.context());
}

/** Asks without waiting: what comes of it is on the screen. */
function asks(tab, method, params) {
  ask(tab, method, params).catch(() => {});
}

/** Before there is a wallet. */
export const first = {
  "site-first": async (wallet, page) => {
    const popup = await connect(await site(page));
    await popup.getByText("There is no wallet in this browser yet").waitFor();
    return popup;
  },
};

export const windows = {
  "site-unlock": async (wallet, page) => {
    const popup = await connect(await site(page));
    await popup.getByRole("heading", { name: "Unlock" }).waitFor();
    return popup;
  },
  "site-waiting": async (wallet, page) => {
    const popup = await connect(await site(page), { silent: true });
    await unlock(popup);
    await popup.getByRole("heading", { name: "Waiting for the site" }).waitFor();
    return popup;
  },
  "site-consent": async (wallet, page) => {
    await wallet.accounts.watch(people.bob, "Savings");
    const tab = await site(page);
    const popup = await connect(tab);
    asks(tab, "eth_requestAccounts");
    await unlock(popup);
    await popup.getByRole("heading", { name: /^Connect to/ }).waitFor();
    return popup;
  },
  "site-look-alike": async (wallet, page) => {
    await (await connected(await site(page))).close();
    const tab = await site(page, "https://app.g0ld-vault.example");
    const popup = await connect(tab);
    asks(tab, "eth_requestAccounts");
    await unlock(popup);
    await popup.getByText("This may not be the site that you think").waitFor();
    return popup;
  },
  "site-connected": async (wallet, page) => connected(await site(page)),
  "site-add-chain": async (wallet, page) => {
    const tab = await site(page);
    const popup = await connected(tab);
    const nativeCurrency = { name: "Ether", symbol: "ETH", decimals: 18 };
    asks(tab, "wallet_addEthereumChain", [{ chainId: "0x2105", chainName: "Base", nativeCurrency, rpcUrls: ["https://rpc.gold-vault.example/base"] }]);
    await popup.getByRole("heading", { name: "Add Base?" }).waitFor();
    return popup;
  },
  "site-over": async (wallet, page) => {
    const tab = await site(page);
    const popup = await connected(tab);
    await tab.evaluate(() => site.say("{}"));
    await popup.getByRole("heading", { name: "The session is over" }).waitFor();
    return popup;
  },
  "site-astray": async (wallet, page) => {
    await page.goto("/connect");
    await page.getByText("Nothing is asked here").waitFor();
    return page;
  },
  "settings-connections": async (wallet, page) => {
    for (const origin of [SITE, "https://redeem.treasury-fund.example:8443"]) await (await connected(await site(page, origin))).close();
    await wallet.settings("Connections");
    await page.getByText("https://redeem.treasury-fund.example:8443").first().waitFor();
    return page;
  },
  "settings-connections-none": async (wallet, page) => {
    await wallet.settings("Connections");
    return page;
  },
};
