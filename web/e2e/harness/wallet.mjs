// The wallet as a person uses it: by the names of things on the screen, never by how the page is built.
import { Review, Send } from "./send.mjs";
import { Accounts } from "./accounts.mjs";
import { Contacts } from "./contacts.mjs";
import { Redeem } from "./redeem.mjs";
import { Security } from "./security.mjs";

/** The password that tests protect their own wallets with. */
export const PASSWORD = "nine unrelated lamps";

/** The password of the demo's wallets: it is public. */
export const DEMO_PASSWORD = "public-demo";

/** What the page says once it knows what was pasted. */
const RECOGNISED = /^(A phrase of \d+ \w+ words|A private key|A keystore file|\d+ recovery shares, which is enough)/;

export class Wallet {
  constructor(page) {
    this.page = page;
    this.send = new Send(this);
    this.redeem = new Redeem(this);
    this.review = new Review(page);
    this.security = new Security(this);
    this.accounts = new Accounts(this);
    this.contacts = new Contacts(this);
  }

  button(name, options = {}) {
    return this.page.getByRole("button", { name, ...options });
  }

  heading(name, level = 1) {
    return this.page.getByRole("heading", { name, level });
  }

  alert(text) {
    return this.page.getByRole("alert").filter({ hasText: text });
  }

  /** Goes to an address, as by typing it: everything in memory is gone after that. */
  async visit(path = "/") {
    await this.page.goto(path);
    await this.page.locator("#boot").waitFor({ state: "detached", timeout: 60_000 });
  }

  async reload() {
    await this.page.reload();
    await this.page.locator("#boot").waitFor({ state: "detached", timeout: 60_000 });
  }

  /** Goes to a page by the navigation. */
  async goTo(name) {
    await this.page.getByRole("navigation").first().getByRole("link", { name }).click();
    await this.heading(name).waitFor();
  }

  /** Opens a demo investor's wallet. */
  async openDemo(name) {
    await this.visit("/welcome/demo");
    await this.button(`Open as ${name}`).click();
    await this.isOpen();
  }

  isOpen() {
    return this.button("Lock", { exact: true }).waitFor({ timeout: 60_000 });
  }

  async typeNewWallet({ label, password = PASSWORD, again = password }) {
    await this.page.getByLabel("Name of this wallet").fill(label);
    await this.page.getByLabel("Password", { exact: true }).fill(password);
    await this.page.getByLabel("The same password again", { exact: true }).fill(again);
  }

  /** Makes a new phrase and reads it from the screen. It is not stored yet. */
  async makePhrase(words = 12) {
    await this.visit("/welcome/create");
    await this.page.getByRole("group", { name: "Length of the phrase" }).getByRole("radio", { name: String(words) }).check();
    await this.button("Make the phrase").click();
    await this.button("Show the words").click();
    const lines = await this.page.getByRole("list", { name: "Recovery phrase" }).getByRole("listitem").allInnerTexts();
    return lines.map((line) => line.replace(/[\d\s]/g, "")).join(" ");
  }

  /** Answers the questions about the phrase and stores the wallet. */
  async confirmPhrase(phrase, fields) {
    await this.button("I have written them down").click();
    const words = phrase.split(" ");
    const asked = this.page.getByRole("textbox", { name: /^Word \d+$/ });
    await asked.first().waitFor();
    for (const field of await asked.all()) {
      const label = await field.evaluate((input) => input.labels[0].textContent);
      await field.fill(words[Number(label.match(/\d+/)[0]) - 1]);
    }
    await this.typeNewWallet(fields);
    await this.button("Create the wallet").click();
    await this.button("Open the wallet").click();
    await this.isOpen();
  }

  /** Types or pastes what is brought, and waits until it is recognised as something that can be stored. */
  async paste(text) {
    await this.visit("/welcome/import");
    await this.page.getByLabel("What you bring").fill(text);
    await this.page.getByText(RECOGNISED).waitFor();
  }

  /** Brings a phrase, a key or a keystore as a new wallet, and opens it. */
  async import(text, fields) {
    await this.paste(text);
    await this.storeNew(fields);
  }

  /** Names and protects what was brought, stores it, and opens it. */
  async storeNew({ filePassword, ...fields }) {
    if (filePassword !== undefined) await this.page.getByLabel("Password of the file").fill(filePassword);
    await this.typeNewWallet(fields);
    await this.button("Store and open").click();
    await this.enter();
  }

  /** From the page that says that the wallet is ready into the wallet. */
  async enter() {
    const open = this.button("Open the wallet");
    await open.waitFor();
    // What the search for accounts finds moves the button.
    await this.page.getByText("Looking for used accounts").waitFor({ state: "hidden", timeout: 60_000 });
    await open.click();
    await this.isOpen();
  }

  /** Restores a wallet from the text of its file, or of what was saved of a damaged one; it is locked then. */
  async restore(text, recognised = /^The Assay wallet /) {
    await this.visit("/welcome/restore");
    await this.page.getByLabel("What you bring").fill(text);
    await this.page.getByText(recognised).waitFor();
    await this.button("Restore it").click();
    await this.heading("Unlock").waitFor();
  }

  /** Removes a wallet of this device for good, from the open one's settings. */
  async remove(label) {
    await this.settings("Wallet");
    const devices = this.page.getByRole("region", { name: "Wallets on this device" });
    await devices.getByRole("listitem").filter({ hasText: label }).getByRole("button", { name: /Remove/ }).click();
    const sheet = this.page.getByRole("dialog", { name: "Remove a wallet from this device" });
    await sheet.getByRole("textbox").fill(label);
    await sheet.getByRole("button", { name: "Remove it for good" }).click();
    await sheet.waitFor({ state: "hidden" });
  }

  async lock() {
    await this.button("Lock", { exact: true }).click();
    await this.heading("Unlock").waitFor();
  }

  async tryPassword(password) {
    await this.page.getByLabel("Password", { exact: true }).fill(password);
    await this.button("Unlock", { exact: true }).click();
  }

  async unlock(password = DEMO_PASSWORD) {
    await this.heading("Unlock").waitFor({ timeout: 60_000 });
    await this.tryPassword(password);
    await this.isOpen();
  }

  /** Goes to a part of the settings: Wallet, Contacts, Security, Network or Appearance. */
  async settings(part) {
    await this.goTo("Settings");
    await this.page.getByRole("tab", { name: part }).click();
  }

  /** The first address of a wallet of this device, in full, from the settings. */
  async address(label) {
    await this.settings("Wallet");
    const devices = this.page.getByRole("region", { name: "Wallets on this device" });
    const row = devices.getByRole("listitem").filter({ hasText: label });
    return (await row.innerText()).match(/0x[0-9a-fA-F]{40}/)?.[0] ?? (await addressIn(row));
  }

  /** An asset's line in the portfolio. */
  asset(name) {
    return this.page.getByRole("main").getByRole("listitem").filter({ has: this.page.getByRole("link", { name, exact: true }) });
  }

  /** An entry of Activity by what it says. */
  entry(text) {
    return this.page.getByRole("main").getByRole("listitem").filter({ hasText: text }).first();
  }
}

/** An address that is shown shortened stands in full in an attribute or a hidden text. */
async function addressIn(row) {
  const whole = await row.evaluate((element) => element.outerHTML);
  const found = whole.match(/0x[0-9a-fA-F]{40}/);
  if (!found) throw new Error(`there is no full address in ${whole}`);
  return found[0];
}
