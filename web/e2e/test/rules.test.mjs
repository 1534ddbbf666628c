// The Rules tab claims no more than is known: where a token's rules are known they were checked, and where they are not it says so.
import { test } from "node:test";
import { assets } from "../harness/assets.mjs";
import { visit } from "../harness/visit.mjs";

const CHECKED = "Every rule was checked, and the contract agrees.";
const UNKNOWN = /The rules of this token are not known/;

for (const [key, says, standard] of [
  ["fund", CHECKED, /ERC-3643/],
  ["gold", CHECKED, /FiatToken/],
  ["property", CHECKED, /ERC-1404/],
  ["carbon", UNKNOWN, /ERC-20/],
  ["credit", UNKNOWN, /ERC-4626/],
]) {
  test(`the rules of ${assets[key].name}: ${says === CHECKED ? "checked" : "not known, and said so"}`, visit(async ({ wallet, page }) => {
    const { name } = assets[key];
    await wallet.openDemo("Alice");
    await wallet.goTo("Portfolio");
    await wallet.asset(name).getByRole("link", { name }).click();
    await page.getByRole("tab", { name: "Rules" }).click();
    await page.getByRole("group", { name: "Verdict" }).getByText(says).waitFor();
    await page.getByRole("main").getByText(standard).first().waitFor();
  }));
}
