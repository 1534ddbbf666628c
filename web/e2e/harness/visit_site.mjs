// A test's body with a site beside the wallet.
import { Site } from "./site.mjs";
import { visit } from "./visit.mjs";

/** A test's body with a site, its tab, and the wallet of one of the demo's people in the profile. */
export const withSite = (body, { headers = {}, who = "Alice", ...options } = {}) => visit(async (opened) => {
  const site = await new Site().start({ headers });
  try {
    await opened.wallet.openDemo(who);
    opened.tab = await site.visit(opened.context);
    // What the wallet's window complains of fails the test too.
    opened.tab.walletLog = opened.log;
    await body({ ...opened, site });
  } finally {
    await site.stop();
  }
}, options);
