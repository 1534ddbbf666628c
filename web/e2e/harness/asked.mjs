// A site that is connected to the wallet, and the review of what it asks for.
import { Review } from "./send.mjs";
import { ask, connected } from "./site.mjs";
import { withSite } from "./visit_site.mjs";

/** The sheet in the wallet's window. */
export class Asked extends Review {
  get sign() {
    return this.sheet.getByRole("button", { name: /^Sign( and send)?$/ });
  }

  /** Waits until something can be decided, and returns what the sheet says. */
  async ready() {
    await this.sign.waitFor();
    return this.sheet.innerText();
  }

  /** Waits until the sheet says this, and returns all that it says. */
  async says(title) {
    await this.sheet.getByText(title, { exact: true }).first().waitFor();
    return this.sheet.innerText();
  }

  /** Signs, and waits until it is done. */
  async agree(done = /^(Signed|Signed and sent)$/) {
    await this.sign.click();
    await this.sheet.getByText(done).first().waitFor({ timeout: 60_000 });
    await this.sheet.getByRole("button", { name: "Done", exact: true }).click();
    await this.sheet.waitFor({ state: "hidden" });
  }

  async close() {
    await this.sheet.getByRole("button", { name: /^(Close|Cancel)$/ }).first().click();
    await this.sheet.waitFor({ state: "hidden" });
  }
}

/** A test's body with a site that Alice's wallet is connected to: `ask(method, params)` resolves with the whole answer. */
export const asked = (body, options) => withSite(async (opened) => {
  const { tab } = opened;
  const popup = await connected(tab);
  await body({ ...opened, popup, review: new Asked(popup), ask: (method, params) => ask(tab, method, params) });
}, options);
