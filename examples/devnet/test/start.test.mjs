// Building, saving and starting: the same chain every time, and a clear word when it cannot be.
import assert from "node:assert/strict";
import { appendFileSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { expected } from "../cache.mjs";
import { startAnvil } from "../chain/anvil.mjs";
import { Session } from "../chain/session.mjs";
import { deployAll } from "../deploy/all.mjs";
import { investors } from "../chain/accounts.mjs";
import { bringToPresent } from "../present/months.mjs";
import { run } from "./running.mjs";

test("two deployments from an empty chain end with the expected hash", async () => {
  for (let time = 0; time < 2; time += 1) {
    const anvil = await startAnvil();
    try {
      const { block, head } = await deployAll(new Session(anvil.rpc));
      assert.deepEqual({ block, head }, expected());
    } finally {
      await anvil.stop();
    }
  }
});

test("the state is saved, used, and rebuilt when it is damaged", async () => {
  const folder = mkdtempSync(join(tmpdir(), "assay-devnet-"));
  const env = { ASSAY_DEVNET_CACHE: folder };
  const once = async () => {
    const started = await run(["start", "--port", "0", "--tick", "0", "--desk", "off"], env);
    assert.ok(started.ready, started.log());
    started.child.kill("SIGTERM");
    assert.equal(await started.ended, 0);
    return started.log();
  };
  try {
    assert.match(await once(), /there is no saved state/);
    assert.doesNotMatch(await once(), /from scratch/);
    const state = readdirSync(folder).find((name) => name.startsWith("state-"));
    appendFileSync(join(folder, state, "state.json"), " ");
    assert.match(await once(), /damaged: deploying from scratch/);
    assert.doesNotMatch(await once(), /from scratch/);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test("any present can be reached: weeks, months or years after the first day, but no day before it", async () => {
  const anvil = await startAnvil();
  try {
    const session = new Session(anvil.rpc);
    const { contracts } = await deployAll(session);
    const bare = await session.call("evm_snapshot");
    const [, first] = await session.read(contracts.fund.nav, "latestRoundData");
    await assert.rejects(bringToPresent(session, contracts, 1_700_000_000), /before this chain began/);
    let snapshot = bare;
    // Between a coupon's two blocks it is not paid yet.
    const days = [["2026-01-20", 0, 0], ["2026-02-20", 1, 0], ["2026-03-15T12:00:30Z", 2, 0], ["2026-04-02", 2, 1], ["2028-03-31", 26, 5]];
    for (const [day, paid, due] of days) {
      const now = Date.parse(day) / 1000;
      const { rents, coupons } = await bringToPresent(session, contracts, now);
      assert.deepEqual([rents.length, coupons.length], [paid, due], day);
      assert.equal(Number((await session.head()).timestamp), now);
      const [, nav] = await session.read(contracts.fund.nav, "latestRoundData");
      assert.ok(nav > first);
      const claimed = (payments) =>
        Promise.all(
          payments.map(({ contract, tree }) =>
            session.read(contract, "isClaimed", [BigInt(tree.claims[investors.alice.address].index)]),
          ),
        );
      assert.deepEqual(await claimed(rents), rents.map((_, i) => i < paid - 1));
      assert.deepEqual(await claimed(coupons), coupons.map((_, i) => i < due - 1));
      assert.equal(await session.call("evm_revert", snapshot), true);
      session.forgetNonces();
      snapshot = await session.call("evm_snapshot");
    }
  } finally {
    await anvil.stop();
  }
});

test("the chain ends with its parent, and frees its port", async () => {
  const first = await run(["start", "--port", "0", "--tick", "0"]);
  first.child.stdin.end();
  assert.equal(await first.ended, 0);
  await assert.rejects(fetch(first.ready.rpc, { method: "POST" }));
});

test("a port that is taken and an option that makes no sense are one sentence each", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address();
  const taken = await run(["start", "--port", String(port)]);
  server.close();
  assert.equal(taken.code, 1);
  assert.equal(taken.log(), `port ${port} on 127.0.0.1 is taken: stop what listens there, or choose another with --port\n`);
  const odd = await run(["start", "--port", "12x"]);
  assert.equal(odd.code, 1);
  assert.equal(odd.log(), "--port has to be a whole number up to 65535, got 12x\n");
});
