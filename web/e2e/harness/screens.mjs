// Every screen there is, and how to come to it. Used by the accessibility test and by screens.mjs.
import { assets } from "./assets.mjs";
import { fillIn, save } from "./beacon.mjs";
import { people } from "./chain.mjs";
import { connect, unlockedHolder } from "./injected.mjs";
import { short } from "./redeem.mjs";
import { DEMO_PASSWORD } from "./wallet.mjs";

/** Which of anvil's accounts has the pictures of batches. */
const BATCHES = 15;

const { fund, gold, property, credit, carbon, cash, treasury, bond } = assets;

/** Screens before a wallet is open: name and a function that goes there. */
export const closed = {
  welcome: (wallet) => wallet.visit("/welcome"),
  create: (wallet) => wallet.visit("/welcome/create"),
  "create-phrase": async (wallet) => {
    await wallet.makePhrase(12);
  },
  "create-check": async (wallet, page) => {
    await wallet.makePhrase(12);
    await wallet.button("I have written them down").click();
    await page.getByRole("textbox", { name: /^Word/ }).first().waitFor();
  },
  import: (wallet) => wallet.visit("/welcome/import"),
  "import-keystore": async (wallet, page) => {
    await wallet.visit("/welcome/import");
    const crypto = { cipher: "aes-128-ctr", cipherparams: { iv: "00".repeat(16) }, ciphertext: "00".repeat(32), mac: "00".repeat(32) };
    const kdf = { kdf: "scrypt", kdfparams: { dklen: 32, n: 8192, p: 1, r: 8, salt: "00".repeat(32) } };
    await page.getByLabel("What you bring").fill(JSON.stringify({ version: 3, crypto: { ...crypto, ...kdf } }));
    await page.getByLabel("Password of the file").waitFor();
  },
  "import-wrong": async (wallet, page) => {
    await wallet.visit("/welcome/import");
    await page.getByLabel("What you bring").fill(`${"abandon ".repeat(11)}abaut`);
    await wallet.button("Store and open").click();
    await page.getByText(/abaut|about/).first().waitFor();
  },
  watch: (wallet) => wallet.visit("/welcome/watch"),
  connect: (wallet) => wallet.visit("/welcome/connect"),
  restore: (wallet) => wallet.visit("/welcome/restore"),
  demo: async (wallet) => {
    await wallet.visit("/welcome/demo");
    await wallet.button("Open as Alice").waitFor();
  },
  gallery: async (wallet, page) => {
    await page.goto("/gallery");
    await page.getByRole("heading", { level: 1 }).first().waitFor({ timeout: 60_000 });
  },
};

const tab = (asset, name) => async (wallet, page) => {
  await wallet.goTo("Portfolio");
  await wallet.asset(asset.name).getByRole("link", { name: asset.name }).click();
  await page.getByRole("tab", { name }).click();
  await page.waitForTimeout(1_500);
};

const sending = (asset, to, amount) => async (wallet) => {
  await wallet.send.open(asset.name);
  await wallet.send.fill(to, amount);
  await wallet.send.answer();
};

const redeeming = (asset, amount, route) => async (wallet) => {
  await wallet.redeem.open(asset.name);
  await wallet.redeem.amount.fill(amount);
  await wallet.redeem.route(route).waitFor();
};

/** A sheet of the settings' list of accounts. */
const sheet = (button) => async (wallet, page) => {
  await wallet.accounts.open();
  await page.getByRole("main").getByRole("button", { name: button, exact: true }).click();
  await page.getByRole("dialog", { name: "Add an account" }).waitFor();
};

const acquainted = new WeakSet();

/** With contacts of whom one may receive it, one may not, and one is a stranger. Screens of one wallet share them. */
const withContacts = async (wallet) => {
  if (acquainted.has(wallet)) return;
  await wallet.contacts.add("Bob", people.bob);
  await wallet.contacts.add("Carol Weber-Hohenstein", people.carol);
  await wallet.contacts.add("Dave", people.dave);
  acquainted.add(wallet);
};

/** With a light client that follows: on another chain, so that no screen of the demo chain can come after it. */
async function followed(wallet, page) {
  await fillIn({ wallet, page, context: page.context() });
  await save(page);
  await page.getByText(/^Following\./).waitFor();
}

/** Screens of an account of another wallet of the browser, which carries out several calls as one. */
export const elsewhere = {
  "review-batch": async (wallet, page) => {
    const other = await connect({ page, wallet }, await unlockedHolder(BATCHES));
    other.atomic = "ready";
    await wallet.redeem.open(fund.name);
    await wallet.redeem.amount.fill("2");
    await wallet.redeem.choose("Redemption on request");
    await wallet.button("Review all steps").click();
    await wallet.review.text();
    await wallet.review.sheet.getByText("You have 2 dTBILL less", { exact: true }).waitFor({ timeout: 60_000 });
  },
};

/** Screens of Alice's open wallet. */
export const open = {
  records: async (wallet, page) => {
    await wallet.goTo("Activity");
    await page.getByRole("link", { name: "Records and statements" }).click();
    await wallet.button("Work out gains").click();
    await page.getByRole("group", { name: "Which lots a disposal takes from" }).waitFor();
    await page.getByRole("article", { name: "Demo Dollar" }).first().getByText(/^Movements/).click();
  },
  "records-print": async (wallet, page) => {
    await wallet.goTo("Activity");
    await page.getByRole("link", { name: "Records and statements" }).click();
    await page.getByRole("region", { name: "Tables" }).waitFor();
    await page.emulateMedia({ media: "print" });
  },
  portfolio: async (wallet, page) => {
    await wallet.goTo("Portfolio");
    await wallet.asset(fund.name).getByRole("button").first().waitFor();
    await page.waitForTimeout(1_500);
  },
  "asset-holding": tab(fund, "Holding"),
  "asset-yield": tab(credit, "Yield"),
  "asset-yield-rent": tab(property, "Yield"),
  "asset-yield-rebasing": tab(treasury, "Yield"),
  "asset-yield-bond": tab(bond, "Yield"),
  "asset-backing": tab(gold, "Backing"),
  "asset-rules": tab(fund, "Rules"),
  "asset-documents": tab(fund, "Documents"),
  "asset-backing-checked": async (wallet, page) => {
    await tab(gold, "Backing")(wallet, page);
    for (const part of ["Reserves by feed", "Signed statement"]) {
      const panel = page.getByRole("region", { name: part, exact: true });
      await panel.getByRole("button", { name: "Check it now" }).click();
      await panel.getByText("Everything that was checked holds").waitFor();
      await panel.getByText("How to check it elsewhere").click();
    }
  },
  "asset-backing-none": tab(carbon, "Backing"),
  "asset-documents-chain": async (wallet, page) => {
    await tab(property, "Documents")(wallet, page);
    await page.getByRole("button", { name: "Fetch and check" }).last().click();
    await page.getByText("This is the document that the contract names").waitFor();
    await page.getByText("How to check it elsewhere").last().click();
  },
  "asset-activity": tab(fund, "Activity"),
  "send-choose": (wallet) => wallet.goTo("Send"),
  "send-empty": (wallet) => wallet.send.open(fund.name),
  "send-allowed": sending(fund, people.bob, "12.5"),
  "send-denied": sending(fund, people.carol, "900000"),
  "send-wrong": async (wallet, page) => {
    await wallet.send.open(cash.name);
    await wallet.send.fill("0x1234", "1.23456789");
    await page.waitForTimeout(500);
  },
  "send-contacts": async (wallet) => {
    await withContacts(wallet);
    await wallet.accounts.watch("0xa0Ee7A142d267C1f36714E4a8F75612F20a79720", "Savings");
    await sending(fund, people.bob, "12.5")(wallet);
    await wallet.contacts.answer("Savings");
  },
  "send-alike": async (wallet, page) => {
    await withContacts(wallet);
    const alike = `0x${people.bob.slice(2, 6)}${"12".repeat(16)}${people.bob.slice(-4)}`.toLowerCase();
    await sending(fund, alike, "12.5")(wallet);
    await page.getByText("Not the address that it looks like").waitFor();
  },
  review: async (wallet, page) => {
    await sending(fund, people.bob, "12.5")(wallet);
    await wallet.send.button.click();
    await wallet.review.text();
    await page.waitForTimeout(300);
  },
  "redeem-choose": (wallet) => wallet.goTo("Redeem"),
  "redeem-compare": redeeming(fund, "2", "Redemption on request"),
  "redeem-tracked": async (wallet) => {
    await short(async ({ fulfil }) => {
      await wallet.redeem.ask(fund.name, 2n * 10n ** 18n);
      await wallet.redeem.step("Pending", "waiting").waitFor();
      await fulfil(5n * 10n ** 17n);
      await wallet.redeem.step("Claimable", "ready for you").waitFor();
    });
  },
  "redeem-return": redeeming(gold, "0.5", "Return to the issuer"),
  "redeem-instant": redeeming(credit, "5", "Instant redemption from the vault"),
  "redeem-retire": redeeming(carbon, "1", "Retirement"),
  yields: async (wallet, page) => {
    await wallet.goTo("Yields");
    await page.getByRole("list", { name: "Payments" }).first().waitFor();
    await page.waitForTimeout(1_500);
  },
  "yields-own": async (wallet, page) => {
    await wallet.goTo("Yields");
    // A history that is kept is read on by itself.
    const [read, own] = [wallet.button("Read your history"), page.getByText("Your own return, time-weighted").first()];
    await read.or(own).first().waitFor();
    if (await read.isVisible()) await read.click();
    await own.waitFor();
    await page.getByText("How it is worked out").first().click();
    await page.getByText("Compare assets of one class").click();
    await page.getByRole("table", { name: "Loans and bonds" }).waitFor();
    await page.waitForTimeout(1_500);
  },
  "yields-claim-all": async (wallet) => {
    await wallet.goTo("Yields");
    await wallet.button("Claim all").click();
    await wallet.review.text();
  },
  activity: (wallet) => wallet.goTo("Activity"),
  settings: (wallet) => wallet.settings("Wallet"),
  "settings-contacts": async (wallet) => {
    await withContacts(wallet);
    await wallet.contacts.open();
  },
  "settings-contacts-none": (wallet) => wallet.settings("Contacts"),
  "contact-add": async (wallet, page) => {
    await wallet.settings("Contacts");
    await page.getByRole("main").getByRole("button", { name: "Add a contact" }).click();
  },
  "settings-security": (wallet) => wallet.settings("Security"),
  "settings-network": (wallet) => wallet.settings("Network"),
  "settings-appearance": (wallet) => wallet.settings("Appearance"),
  "account-menu": (wallet) => wallet.accounts.menu.click(),
  "account-list": async (wallet, page) => {
    await sheet("Choose from a list")(wallet, page);
    await page.getByRole("dialog").getByRole("checkbox").nth(9).waitFor();
  },
  "account-next": sheet("Next account"),
  "account-bring": sheet("Bring a key or phrase"),
  "account-watch": sheet("Watch an address"),
  "account-remove": async (wallet, page) => {
    await wallet.accounts.open();
    await page.getByRole("region", { name: "Wallets on this device" }).getByRole("button", { name: /Remove/ }).first().click();
  },
  "key-password": (wallet) => wallet.security.act("Change the password", "Password"),
  "key-passkey": (wallet) => wallet.security.act("Add a passkey", "Add a passkey"),
  "key-phrase-asked": (wallet) => wallet.security.act("Show the phrase", "Recovery phrase"),
  "key-phrase": (wallet) => wallet.security.showPhrase(DEMO_PASSWORD),
  "key-shares": (wallet) => wallet.security.act("Split into shares", "Recovery shares"),
  "key-check": async (wallet) => {
    const asked = await wallet.security.act("Check the backup", "Check the backup");
    await asked.getByRole("textbox").first().waitFor();
  },
  "key-keystore": (wallet) => wallet.security.act("Save an account's keystore", "Save the key of an account"),
  provenance: async (wallet, page) => {
    await wallet.goTo("Portfolio");
    await wallet.asset(fund.name).getByRole("button", { name: /where this figure/ }).first().click();
    await page.waitForTimeout(300);
  },
  // From here on the wallet is on another chain.
  "light-client": (wallet, page) => followed(wallet, page),
  "light-client-proven": async (wallet, page) => {
    await followed(wallet, page);
    await wallet.goTo("Portfolio");
    await wallet.asset(fund.name).getByRole("button", { name: /^Proven.*where this figure/ }).first().click();
    await page.waitForTimeout(300);
  },
  unlock: (wallet) => wallet.lock(),
};
