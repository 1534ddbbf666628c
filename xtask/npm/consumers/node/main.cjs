// As app.js, by `require`, which has copies of its own of everything.
const { Client, init, isAssayError, parseTokenList } = require('@assay/sdk');
const { Seed, init: initKeys } = require('@assay/sdk/keys');

async function app({ chain, rpc, redirecting, phrase, transfer, receivers }) {
  await Promise.all([init(), initKeys()]);

  const seed = new Seed({ phrase });
  const [address] = seed.accounts({ first: 0, count: 1 });
  seed.free();

  const code = (error) => (isAssayError(error) ? error.code : String(error));
  let list = 'a list';
  try {
    parseTokenList({ list: '{' });
  } catch (error) {
    list = code(error);
  }

  // An endpoint that sends elsewhere is not followed: whoever it names would learn what is asked, and answer it.
  const redirect = await new Client({ chain, rpc: redirecting }).checkTransfer({ ...transfer, to: receivers[0] }).then(() => 'an answer', code);

  const client = new Client({ chain, rpc });
  const verdicts = await Promise.all(receivers.map((to) => client.checkTransfer({ ...transfer, to })));
  return { address, refused: { list, redirect }, verdicts: verdicts.map(({ verdict, reasons }) => ({ verdict, reasons: reasons.map(({ code }) => code) })) };
}

app(JSON.parse(process.argv[2])).then((answer) => console.log(JSON.stringify(answer)));
