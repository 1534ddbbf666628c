// The redeem page.

export class Redeem {
  constructor(wallet) {
    this.wallet = wallet;
    this.page = wallet.page;
  }

  get amount() {
    return this.page.getByLabel("Amount", { exact: true });
  }

  /** From anywhere to the form of one asset, by name. */
  async open(assetName) {
    await this.page.getByRole("navigation").first().getByRole("link", { name: "Redeem" }).click();
    await this.page.getByRole("main").getByRole("link", { name: assetName }).click();
    await this.amount.waitFor();
  }

  /** One way out, by its name. */
  route(name) {
    return this.page.getByRole("article").filter({ has: this.page.getByRole("heading", { name }) });
  }

  /** Signs what a button of a route leads to. */
  async take(button) {
    await this.page.getByRole("main").getByRole("button", { name: button }).click();
    const text = await this.wallet.review.text();
    await this.wallet.review.sign();
    return text;
  }

  get steps() {
    return this.page.getByRole("list", { name: "How far the redemption is" });
  }

  /** A step of the request that is reached: done, waiting or ready. */
  step(label, state) {
    return this.steps.getByRole("listitem").filter({ hasText: label }).filter({ hasText: `(${state})` });
  }
}
