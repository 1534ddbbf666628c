// Reserve proofs, verified in the holder's own browser: the issuer's epoch, the holder's place in it, Groth16 proofs, and several attesters.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { TypedDataEncoder, Wallet, keccak256 } from "ethers";
import { assets } from "../harness/assets.mjs";
import { eventually } from "../harness/browser.mjs";
import { call, contracts, people } from "../harness/chain.mjs";
import { files, rpc, tokenList } from "../harness/env.mjs";
import { visit } from "../harness/visit.mjs";

const { gold } = assets;
const EPOCH = "epochs/gold.json";
const HOLDERS = new URL("../../../examples/devnet/epochs/gold/holders/", import.meta.url);
const GROTH16 = new URL("../../../sdk/tests/vectors/groth16/", import.meta.url);

const region = (page, name) => page.getByRole("region", { name, exact: true });
const holdersFile = (address) => readFileSync(new URL(`${address.toLowerCase()}.json`, HOLDERS), "utf8");

async function openBacking(wallet, page, who = "Alice") {
  await wallet.openDemo(who);
  await wallet.goTo("Portfolio");
  await wallet.asset(gold.name).getByRole("link", { name: gold.name }).click();
  await page.getByRole("tab", { name: "Backing" }).click();
}

/** The findings of the checklist, in their order. */
async function findings(page) {
  const points = await region(page, "Checklist").getByRole("listitem").allInnerTexts();
  return points.map((text) => text.match(/(Holds|Attested|Unknown|Does not hold)\s*$/)?.[1] ?? text);
}

/** The steps of a check: what each came to, and its words. */
async function steps(part) {
  const texts = await part.locator("ol.checks").getByRole("listitem").allInnerTexts();
  return texts.map((text) => text.replace(/\s+/g, " "));
}

/** Serves a file as `change` makes it of its text. */
async function changed(context, pattern, change) {
  await context.route(pattern, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: change(await response.text()) });
  });
}

/** Changes what the list says of gold. */
const changeList = (context, change) =>
  changed(context, "**/tokenlist.json", (text) => {
    const list = JSON.parse(text);
    change(list.tokens.find(({ symbol }) => symbol === "dXAU").extensions.assay);
    return JSON.stringify(list);
  });

const serve = (context, pattern, body) => context.route(pattern, (route) => route.fulfill({ contentType: "application/json", body }));

/** The proof's first byte, another one. */
const otherProof = (text) => {
  const document = JSON.parse(text);
  const { proof } = document.adequacy;
  document.adequacy.proof = `${proof.slice(0, -1)}${proof.endsWith("0") ? "1" : "0"}`;
  return JSON.stringify(document);
};

test("the issuer's epoch holds: verified at once, checked step by step, and its anchor is the chain's", visit(async ({ wallet, page }) => {
  await openBacking(wallet, page);
  const epoch = region(page, "Published liabilities");
  await epoch.getByText("Reserves are not less than liabilities", { exact: true }).waitFor();
  await eventually("a proof without setup needs no key", async () => (await findings(page))[8] === "Holds");
  await epoch.getByRole("button", { name: "Check it now" }).press("Enter");
  await epoch.getByText("Everything that was checked holds").waitFor();
  const taken = await steps(epoch);
  const bytes = readFileSync(join(files, EPOCH));
  const { root, context } = JSON.parse(bytes);
  const block = await call("eth_getBlockByHash", context.block, false);
  assert.equal(taken.length, 7);
  assert.ok(taken[1].includes(root.hash) && taken[4].startsWith("Holds: Reserves are not less than liabilities"), taken.join("\n"));
  assert.ok(taken[5].includes(keccak256(bytes)) && taken[6].includes(`Block ${Number(block.number)} of`), taken.join("\n"));
  await epoch.getByText("How to check it elsewhere").click();
  const lines = await epoch.locator("details").getByRole("listitem").all();
  const line = async (item) => (await item.locator("code").first().innerText()).trim();
  const asked = (await Promise.all(lines.map(line))).find((text) => text.startsWith("cast call"));
  assert.ok(asked.includes(contracts.goldRegister), asked);
  assert.match(await epoch.locator("details").innerText(), new RegExp(`It should answer\\s+${keccak256(bytes)}`));
}));

test("one byte of the published file changed: the step fails and says which, and what it granted is withdrawn", visit(async ({ wallet, page, context }) => {
  await openBacking(wallet, page);
  const epoch = region(page, "Published liabilities");
  await epoch.getByText("Reserves are not less than liabilities", { exact: true }).waitFor();
  await eventually("it grants", async () => (await findings(page))[8] === "Holds");
  await changed(context, `**/${EPOCH}`, otherProof);
  await epoch.getByRole("button", { name: "Check it now" }).click();
  await epoch.getByText("This does not hold").waitFor();
  assert.match((await steps(epoch)).at(-1), /^Does not hold: .*\((range-not-proven|range-malformed)\)/);
  await epoch.getByText("What the issuer published does not hold").waitFor();
  await eventually("it grants nothing", async () => (await findings(page))[8] === "Unknown");
}));

test("a file that means the same and is not the anchored one is refused", visit(async ({ wallet, page, context }) => {
  await changed(context, `**/${EPOCH}`, (text) => `${text} `);
  await openBacking(wallet, page);
  const epoch = region(page, "Published liabilities");
  await epoch.getByText("This is not the file that the chain names").waitFor();
  await epoch.getByRole("button", { name: "Check it now" }).click();
  await epoch.getByText("This does not hold").waitFor();
  assert.match((await steps(epoch)).at(-1), /^Does not hold: The chain keeps the hash of this file/);
  assert.equal((await findings(page))[8], "Unknown");
}));

test("Alice's file is accepted for Alice, by keyboard alone, and is the balance that she holds", visit(async ({ wallet, page }) => {
  await openBacking(wallet, page);
  const place = region(page, "Your place");
  await region(page, "Published liabilities").getByText("Reserves are not less than liabilities", { exact: true }).waitFor();
  await place.getByLabel("Your inclusion file").focus();
  await page.keyboard.insertText(holdersFile(people.alice));
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await place.getByText("Everything that was checked holds").waitFor();
  const taken = await steps(place);
  assert.match(taken[2], new RegExp(`Holds: It is for this account ${people.alice}`));
  assert.match(taken[3], /Holds: Your balance is counted in the published total 24\.583 dXAU, at one of 256 places/);
  assert.match(taken[4], /Holds: It is what you hold now 24\.583 dXAU/);
  assert.equal(await place.getByLabel("Your inclusion file").inputValue(), "", "its secrets are not kept on the page");
  await region(page, "Checklist").getByText("Your balance was found in a tree, but its root is one endpoint's word.").or(
    region(page, "Checklist").getByText("You have checked your place. How many others check theirs nobody can tell.")).first().waitFor();
}));

test("with two endpoints the holder's place raises three points", visit(async ({ wallet, page }) => {
  await wallet.openDemo("Alice");
  await wallet.settings("Network");
  await page.getByLabel("Other endpoints").fill(rpc);
  await page.getByRole("main").getByRole("button", { name: /save/i }).first().click();
  await wallet.goTo("Portfolio");
  await page.getByText("in a block that several endpoints agree on").waitFor();
  await wallet.asset(gold.name).getByRole("link", { name: gold.name }).click();
  await page.getByRole("tab", { name: "Backing" }).click();
  const place = region(page, "Your place");
  await region(page, "Published liabilities").getByText("Reserves are not less than liabilities", { exact: true }).waitFor();
  assert.deepEqual((await findings(page)).slice(1, 3), ["Unknown", "Unknown"]);
  await place.locator("input[type=file]").setInputFiles({ name: "mine.json", mimeType: "application/json", buffer: Buffer.from(holdersFile(people.alice)) });
  await place.getByText("Everything that was checked holds").waitFor();
  await eventually("inclusion, range and sums are attested", async () => (await findings(page)).slice(0, 3).every((found) => found === "Attested"));
}));

test("a file of another holder, and one with another figure, are refused and say why", visit(async ({ wallet, page }) => {
  await openBacking(wallet, page, "Bob");
  const place = region(page, "Your place");
  await region(page, "Published liabilities").getByText("Reserves are not less than liabilities", { exact: true }).waitFor();
  const look = async (text) => {
    await place.getByLabel("Your inclusion file").fill(text);
    await place.getByRole("button", { name: "Look for my balance" }).click();
  };
  await look(holdersFile(people.alice));
  await place.getByText(/another holder's \(inclusion-other-holder\)/).waitFor();
  assert.match((await steps(place)).at(-1), /^Does not hold: It is for this account/);
  const mine = JSON.parse(holdersFile(people.bob));
  mine.mine.value = `${BigInt(mine.mine.value) + 1n}`;
  await look(JSON.stringify(mine));
  await place.getByText(/\(liability-total\)/).waitFor();
  assert.match((await steps(place)).at(-1), /^Does not hold: Your balance is counted in the published total/);
  await look("{");
  await place.getByText(/\(inclusion-file-malformed\)/).waitFor();
  await look(holdersFile(people.bob));
  await place.getByText("Everything that was checked holds").waitFor();
}));

/** Keccak-256 of a key's points, as the SDK defines it: written a second time. */
function keyHash(key) {
  const word = (digits) => BigInt(digits).toString(16).padStart(64, "0");
  const g1 = ([x, y]) => word(x) + word(y);
  const g2 = ([[x0, x1], [y0, y1]]) => word(x1) + word(x0) + word(y1) + word(y0);
  const head = Buffer.from("Assay Groth16 BN254 key\x01").toString("hex");
  const inputs = (key.IC.length - 1).toString(16).padStart(8, "0");
  const points = [g1(key.vk_alpha_1), g2(key.vk_beta_2), g2(key.vk_gamma_2), g2(key.vk_delta_2)];
  return keccak256(`0x${head}${points.join("")}${inputs}${key.IC.map(g1).join("")}`);
}

test("a Groth16 proof by snarkjs holds under the pinned key, and not with another input or key", visit(async ({ wallet, page, context }) => {
  const text = (name) => readFileSync(new URL(`${name}.json`, GROTH16), "utf8");
  const [key, proof, inputs] = ["verification_key", "proof", "public"].map(text);
  const circuit = { statement: "Reserves cover what is owed.", key: "zk/key.json", keyHash: keyHash(JSON.parse(key)), proof: "zk/proof.json", inputs: "zk/public.json" };
  await changeList(context, (assay) => (assay.proofs.circuits = [circuit]));
  await serve(context, "**/zk/key.json", key);
  await serve(context, "**/zk/proof.json", proof);
  await serve(context, "**/zk/public.json", inputs);
  await openBacking(wallet, page);
  const part = region(page, "Zero-knowledge proof");
  await part.getByText("The proof holds", { exact: true }).waitFor();
  await part.getByText("it binds none: it grants nothing below").waitFor();
  await part.getByRole("button", { name: "Check it now" }).click();
  await part.getByText("Everything that was checked holds").waitFor();
  assert.match((await steps(part))[3], /Holds: The proof holds for these public inputs .*424242/);
  await serve(context, "**/zk/public.json", inputs.replace("424242", "424243"));
  await part.getByRole("button", { name: "Check it now" }).click();
  await part.getByText(/\(zk-not-proven\)/).waitFor();
  await part.getByText("This proof does not hold").waitFor();
}));

/** The demo's statement again, by somebody else, with some of it changed. */
async function secondStatement(signer, change = {}) {
  const document = JSON.parse(readFileSync(join(files, "attestations/gold.json"), "utf8"));
  const message = { ...document.message, ...change };
  const { EIP712Domain: _, ...types } = document.types;
  const signature = await signer.signTypedData(document.domain, types, message);
  assert.ok(TypedDataEncoder.hash(document.domain, types, message));
  return JSON.stringify({ ...document, message, signer: signer.address, signature });
}

test("two attesters who agree count, and two who differ are named and do not", visit(async ({ wallet, page, context }) => {
  const second = new Wallet(`0x${"42".repeat(32)}`);
  await changeList(context, (assay) => {
    assay.attesters.push(second.address);
    assay.attestations.push("attestations/second.json");
    assay.proofs.threshold = 2;
  });
  await serve(context, "**/attestations/second.json", await secondStatement(second));
  await openBacking(wallet, page);
  const part = region(page, "Agreement of the attesters");
  await part.getByText("The attesters agree").waitFor();
  assert.equal(await part.getByText("States it", { exact: true }).count(), 2);
  await eventually("the statements count", async () => (await findings(page))[6] === "Attested");
  await serve(context, "**/attestations/second.json", await secondStatement(second, { reserves: "1" }));
  await region(page, "Signed statement").last().getByRole("button", { name: "Check it now" }).click();
  await part.getByText("The attesters do not agree").waitFor();
  assert.equal(await part.getByText("Differs", { exact: true }).count(), 2);
  await eventually("no statement counts", async () => (await findings(page))[6] === "Unknown");
}));

test("the worker of reserve proofs starts with the first of them, and may connect to nobody", visit(async ({ wallet, page }) => {
  await wallet.openDemo("Alice");
  const workers = () => page.workers().filter((worker) => worker.url().includes("reserves-boot"));
  assert.equal(workers().length, 0);
  await wallet.goTo("Portfolio");
  await wallet.asset(gold.name).getByRole("link", { name: gold.name }).click();
  await page.getByRole("tab", { name: "Backing" }).click();
  await region(page, "Published liabilities").getByText("Reserves are not less than liabilities", { exact: true }).waitFor();
  assert.equal(workers().length, 1);
  const fetched = await workers()[0].evaluate((address) => fetch(address).then(() => "connected", (error) => error.name), rpc);
  assert.equal(fetched, "TypeError");
}, { excuse: [/policy violation/, /violates the following Content Security Policy/, /Refused to connect/, /Fetch API cannot load/] }));

test("the list names where the epoch lies, and no holder's file", () => {
  const { proofs } = tokenList().tokens.find(({ symbol }) => symbol === "dXAU").extensions.assay;
  assert.deepEqual(Object.keys(proofs), ["liabilities"]);
  assert.deepEqual(Object.keys(proofs.liabilities), ["published", "anchor"]);
});
