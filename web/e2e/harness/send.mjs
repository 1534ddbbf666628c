// The send page and the review sheet.

export class Send {
  constructor(wallet) {
    this.wallet = wallet;
    this.page = wallet.page;
  }

  get receiver() {
    return this.page.getByLabel("Receiver");
  }

  get amount() {
    return this.page.getByLabel("Amount", { exact: true });
  }

  get verdict() {
    return this.page.getByRole("group", { name: "Verdict" });
  }

  /** The button that leads to the review. */
  get button() {
    return this.page.getByRole("main").getByRole("button", { name: "Review", exact: true });
  }

  /** From anywhere to the form of one asset, by name. */
  async open(assetName) {
    await this.page.getByRole("navigation").first().getByRole("link", { name: "Send" }).click();
    await this.page.getByRole("main").getByRole("link", { name: assetName }).click();
    await this.receiver.waitFor();
  }

  async fill(to, amount) {
    await this.receiver.fill(to);
    await this.amount.fill(amount);
  }

  /** Waits for an answer that is no longer on its way, and returns its text. */
  async answer() {
    const settled = this.verdict.getByRole("status").filter({ hasText: /will pass|would be refused|Cannot tell/ });
    await settled.waitFor();
    return this.verdict.innerText();
  }

  /** Waits until it would be refused (a change on the chain shows with the next block that is read), and returns why. */
  async refusal() {
    await this.verdict.getByRole("status").filter({ hasText: "would be refused" }).waitFor();
    return this.verdict.innerText();
  }

  /** Whether the review is offered. A button that is not stays reachable and says so. */
  async isOffered() {
    return (await this.button.getAttribute("aria-disabled")) !== "true";
  }
}

export class Review {
  constructor(page) {
    this.page = page;
  }

  get sheet() {
    return this.page.getByRole("dialog", { name: "Review" });
  }

  /** Waits until the decoded transaction stands there, and returns its text. */
  async text() {
    await this.signButton.waitFor();
    return this.sheet.innerText();
  }

  get signButton() {
    return this.sheet.getByRole("button", { name: "Sign and send" });
  }

  /** Signs, waits until it is sent, and closes the sheet. */
  async sign() {
    await this.signButton.click();
    await this.sheet.getByText("Signed and sent").waitFor();
    await this.sheet.getByRole("button", { name: "Done", exact: true }).click();
    await this.sheet.waitFor({ state: "hidden" });
  }

  /** The raw bytes that would be signed. */
  async payload() {
    await this.sheet.getByText("Technical details and raw bytes").click();
    return (await this.sheet.innerText()).match(/0x02[0-9a-f]{100,}/)?.[0];
  }
}
