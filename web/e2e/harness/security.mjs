// The keys' part of the settings: what opens the wallet, its backup, its files.
import { readFileSync } from "node:fs";
import { PASSWORD } from "./wallet.mjs";

export class Security {
  constructor(wallet) {
    this.wallet = wallet;
    this.page = wallet.page;
  }

  open() {
    return this.wallet.settings("Security");
  }

  sheet(name) {
    return this.page.getByRole("dialog", { name });
  }

  #button(name, within = this.page.getByRole("main")) {
    return within.getByRole("button", { name, exact: true });
  }

  /** Opens the sheet behind a button. */
  async act(button, name) {
    await this.open();
    await this.#button(button).click();
    return this.sheet(name);
  }

  /** Types what opens the wallet, once more. */
  async prove(sheet, action, password = PASSWORD) {
    await sheet.getByLabel("Password", { exact: true }).fill(password);
    await this.#button(action, sheet).click();
  }

  async #choosePassword(sheet, label, password) {
    await sheet.getByLabel(label, { exact: true }).fill(password);
    await sheet.getByLabel("The same password again").fill(password);
    await this.#button("Continue", sheet).click();
  }

  async changePassword(to, from = PASSWORD) {
    const sheet = await this.act("Change the password", "Password");
    await this.#choosePassword(sheet, "New password", to);
    await this.prove(sheet, "Confirm", from);
    await sheet.waitFor({ state: "hidden" });
  }

  /** Makes a passkey; it is let in by `letIn`, or refused. */
  async makePasskey(name) {
    const sheet = await this.act("Add a passkey", "Add a passkey");
    await sheet.getByLabel("Name of the passkey").fill(name);
    await this.#button("Make the passkey", sheet).click();
    return sheet;
  }

  async addPasskey(name, password = PASSWORD) {
    const sheet = await this.makePasskey(name);
    await sheet.getByText("The passkey is made").waitFor();
    await this.prove(sheet, "Let it in", password);
    await sheet.waitFor({ state: "hidden" });
  }

  /** A line of the list of what opens the wallet. */
  method(name) {
    return this.page.getByRole("region", { name: "What opens this wallet" }).getByRole("listitem").filter({ hasText: name });
  }

  async removeMethod(name) {
    await this.open();
    await this.method(name).getByRole("button", { name: /Remove/ }).click();
    const sheet = this.sheet("Remove a way to open");
    await sheet.getByRole("button", { name: /^Remove / }).click();
    await sheet.waitFor({ state: "hidden" });
  }

  async #words(sheet) {
    await this.#button("Show the words", sheet).click();
    const lines = await sheet.getByRole("list", { name: "Recovery phrase" }).getByRole("listitem").allInnerTexts();
    return lines.map((line) => line.replace(/[\d\s]/g, "")).join(" ");
  }

  /** Shows the phrase; the sheet stays open. */
  async showPhrase(password = PASSWORD) {
    const sheet = await this.act("Show the phrase", "Recovery phrase");
    await this.prove(sheet, "Continue", password);
    return this.#words(sheet);
  }

  async putAway() {
    const sheet = this.sheet("Recovery phrase");
    await this.#button("Put it away", sheet).click();
    await sheet.waitFor({ state: "hidden" });
  }

  /** Splits the phrase into shares, two of three, and reads each from the screen. */
  async shares(password = PASSWORD) {
    const sheet = await this.act("Split into shares", "Recovery shares");
    await this.prove(sheet, "Make the shares", password);
    const shares = [];
    for (const number of [1, 2, 3]) {
      await sheet.getByRole("heading", { name: `Share ${number} of 3` }).waitFor();
      shares.push(await this.#words(sheet));
      await sheet.getByRole("button", { name: /^Written down/ }).click();
    }
    await this.#button("Done", sheet).click();
    await sheet.waitFor({ state: "hidden" });
    return shares;
  }

  /** Answers the questions about the backup; which words are asked is the wallet's choice. */
  async answer(sheet, phrase) {
    const words = phrase.split(" ");
    const asked = sheet.getByRole("textbox", { name: /^Word \d+$/ });
    await asked.first().waitFor();
    for (const field of await asked.all()) {
      const label = await field.evaluate((input) => input.labels[0].textContent);
      await field.fill(words[Number(label.match(/\d+/)[0]) - 1]);
    }
    await this.#button("Check", sheet).click();
  }

  async #saved(press) {
    const [download] = await Promise.all([this.page.waitForEvent("download"), press()]);
    return { name: download.suggestedFilename(), text: readFileSync(await download.path(), "utf8") };
  }

  /** Saves the wallet's file: its name and what is in it. */
  async saveWallet() {
    await this.open();
    return this.#saved(() => this.#button("Save the wallet's file").click());
  }

  async saveKeystore(filePassword, password = PASSWORD) {
    const sheet = await this.act("Save an account's keystore", "Save the key of an account");
    await this.#choosePassword(sheet, "Password of the file", filePassword);
    const saved = await this.#saved(() => this.prove(sheet, "Save the keystore", password));
    await this.#button("Done", sheet).click();
    return saved;
  }

  /** What a damaged wallet's page offers to save. */
  salvage() {
    return this.#saved(() => this.page.getByRole("main").getByRole("button", { name: "Save what is readable" }).click());
  }
}
