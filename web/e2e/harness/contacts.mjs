// The contacts: in the settings, and as the list of who can receive it on the send page.

export class Contacts {
  constructor(wallet) {
    this.wallet = wallet;
    this.page = wallet.page;
  }

  open() {
    return this.wallet.settings("Contacts");
  }

  /** A line of the settings' list. */
  row(name) {
    return this.page.getByRole("region", { name: "Contacts" }).getByRole("listitem").filter({ hasText: name });
  }

  /** The sheet in which an address gets a name. */
  get sheet() {
    return this.page.getByRole("dialog", { name: "Add a contact" });
  }

  /** Adds one in the settings. */
  async add(name, address) {
    await this.open();
    await this.page.getByRole("main").getByRole("button", { name: "Add a contact" }).click();
    await this.sheet.getByLabel("Address").fill(address);
    await this.name(name);
    await this.row(name).waitFor();
  }

  /** Gives the address in the sheet a name. */
  async name(name) {
    await this.sheet.getByLabel("Name of the contact").fill(name);
    await this.sheet.getByRole("button", { name: "Add the contact" }).click();
    await this.sheet.waitFor({ state: "hidden" });
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
    const sheet = this.page.getByRole("dialog", { name: "Remove a contact" });
    await sheet.getByRole("button", { name: `Remove ${name}` }).click();
    await sheet.waitFor({ state: "hidden" });
  }

  /** The list on the send page. */
  get list() {
    return this.page.getByRole("region", { name: "Who can receive it" });
  }

  /** The button of one of them. */
  receiver(name) {
    return this.list.getByRole("button", { name: new RegExp(`^Send to ${name}`) });
  }

  /** What the list says of somebody, once it is known. */
  async answer(name) {
    const settled = this.receiver(name).filter({ hasText: /Can receive it|Refused|Cannot tell/ });
    await settled.waitFor();
    return settled.innerText();
  }
}
