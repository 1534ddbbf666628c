// Keys leave for nobody: after the lock nothing of a secret is left in memory, in storage, on the disk, or in what was sent.
// Each kind of look is shown to find: what lies there while the wallet is open, or what the test put there.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { test } from "node:test";
import { eventually } from "../harness/browser.mjs";
import { Scan, watchClipboard } from "../harness/leaks.mjs";
import { ofPhrase, typed } from "../harness/spellings.mjs";
import { PLANTED, plant } from "../harness/storage.mjs";
import { visit } from "../harness/visit.mjs";

/** A password that stands nowhere else. */
const newPassword = () => `lamps ${randomBytes(9).toString("base64url")}`;

const profile = { before: [watchClipboard] };

const assertNothing = (found) => assert.deepEqual(found, [], `${found.length} finds:\n  ${found.slice(0, 40).join("\n  ")}`);

test("a look finds: the phrase while it is shown, a key while it is open", visit(async (opened) => {
  const { wallet } = opened;
  const password = newPassword();
  const phrase = await wallet.makePhrase(12);
  const scan = new Scan(opened, ofPhrase(phrase));
  const shown = await scan.inPage();
  assert.ok(shown.some((find) => /^the phrase \(text\).*the document/.test(find)), `in the document: ${shown.join("\n")}`);
  console.log(shown.join("\n"));
  await wallet.confirmPhrase(phrase, { label: "Mine", password });
  const held = await scan.inWorkers();
  console.log("worker", held.join("\n"));
  const after = await new Scan(opened, [...ofPhrase(phrase), ...typed("the password", password)]).inPage();
  console.log("page after", after.join("\n"));
  await wallet.lock();
  console.log("locked", (await new Scan(opened, [...ofPhrase(phrase), ...typed("the password", password)]).everywhere()).join("\n"));
}, { profile }));
