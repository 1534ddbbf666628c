// The accounts of the open wallet: in the settings, and in the menu at the top.

export class Accounts {
  constructor(wallet) {
    this.wallet = wallet;
    this.page = wallet.page;
  }

  open() {
    return this.wallet.settings("Wallet");
  }

  /** A line of the list. */
  row(name) {
    return this.page.getByRole("region", { name: "Accounts" }).getByRole("listitem").filter({ hasText: name });
  }

  async #add(button, fill, submit) {
    await this.open();
    await this.page.getByRole("main").getByRole("button", { name: button, exact: true }).click();
    const sheet = this.page.getByRole("dialog", { name: "Add an account" });
    await fill(sheet);
    await sheet.getByRole("button", { name: submit, exact: true }).click();
    await sheet.waitFor({ state: "hidden" });
  }

  addNext(name) {
    return this.#add("Next account", (sheet) => sheet.getByLabel("Name of the account").fill(name), "Add the account");
  }

  watch(address, name) {
    const fill = async (sheet) => {
      await sheet.getByLabel("Address").fill(address);
      await sheet.getByLabel("Name of the account").fill(name);
    };
    return this.#add("Watch an address", fill, "Watch it");
  }

  /** Brings a key or a phrase into the open wallet. */
  bring(text, name) {
    const fill = async (sheet) => {
      await sheet.getByLabel("What you bring").fill(text);
      await sheet.getByText(/^A (private key|phrase)/).waitFor();
      await sheet.getByLabel("Name of the account").fill(name);
    };
    return this.#add("Bring a key or phrase", fill, "Add it");
  }

  async rename(from, to) {
    await this.open();
    await this.row(from).getByRole("button", { name: `Rename ${from}` }).click();
    await this.page.getByLabel("New name").fill(to);
    await this.page.getByRole("button", { name: "Save the name" }).click();
    await this.row(to).waitFor();
  }

  async remove(name) {
    await this.open();
    await this.row(name).getByRole("button", { name: `Remove ${name}` }).click();
    const sheet = this.page.getByRole("dialog", { name: "Remove an account" });
    await sheet.getByRole("button", { name: /^Remove / }).click();
    await sheet.waitFor({ state: "hidden" });
  }

  /** The menu at the top, which says which account is in use. */
  get menu() {
    return this.page.locator("summary").filter({ hasText: "Open wallet:" });
  }

  async use(name) {
    await this.menu.click();
    await this.page.getByRole("button", { name: new RegExp(`^${name}`) }).click();
    await this.menu.filter({ hasText: name }).waitFor();
  }
}
