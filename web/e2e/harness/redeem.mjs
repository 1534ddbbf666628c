// The redeem page.
import { contracts, decimal, people, read, send } from "./chain.mjs";
import { demo } from "./env.mjs";
import { issuers } from "./issuers.mjs";

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
    return this.page.getByRole("region", { name: "Ways out" }).getByRole("article").filter({ has: this.page.getByRole("heading", { name }) });
  }

  /** What a way's card says in one of its rows. */
  row(name, term) {
    const pair = this.route(name).locator("dl > div").filter({ has: this.page.getByRole("term").getByText(term, { exact: true }) });
    return pair.getByRole("definition");
  }

  /** Chooses one way of several. */
  async choose(name) {
    await this.page.getByRole("radio", { name }).check();
  }

  /** Signs what a button leads to. */
  async take(button) {
    await this.page.getByRole("main").getByRole("button", { name: button }).click();
    const text = await this.wallet.review.text();
    await this.wallet.review.sign();
    return text;
  }

  /** Asks for so many raw shares back on request: allows it first where that is wanted. Returns what the reviews said. */
  async ask(assetName, shares) {
    await this.open(assetName);
    await this.amount.fill(decimal(shares, 18));
    await this.route("Redemption on request").waitFor();
    const reviews = [];
    if ((await read(contracts.fund, "allowance", people.alice, contracts.fundRedemption)) < shares) {
      reviews.push(await this.take("Review step 1: allow the contract"));
    }
    reviews.push(await this.take("Review the request"));
    return reviews;
  }

  get requests() {
    return this.page.getByRole("region", { name: "Your requests" });
  }

  get steps() {
    return this.requests.getByRole("list", { name: "How far the redemption is" }).first();
  }

  /** A step of the newest request that is reached: done, waiting or ready. */
  step(label, state) {
    return this.steps.getByRole("listitem").filter({ hasText: label }).filter({ hasText: `(${state})` });
  }
}

/** While the fund's issuer has no money at hand, so that its desk leaves requests alone; what is there goes back in the end. */
export async function short(body) {
  const [vault, cash, keeper] = [contracts.fundRedemption, contracts.cash, demo().accounts.cashIssuer];
  const all = (await read(cash, "balanceOf", vault)) - (await read(vault, "owed"));
  const pay = (amount) => send(keeper, cash, "transfer", vault, amount);
  await send(vault, cash, "transfer", keeper, all);
  let left = all;
  try {
    await body({
      /** The issuer finds money for so many raw shares, and fulfils them. */
      async fulfil(shares) {
        const assets = await read(vault, "convertToAssets", shares);
        left -= assets;
        await pay(assets);
        await issuers.fulfil(people.alice, String(Number(shares) / 1e18));
      },
    });
  } finally {
    if (left > 0n) await pay(left);
  }
}
