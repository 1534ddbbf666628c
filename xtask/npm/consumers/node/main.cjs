// As app.js, by `require`, which has copies of its own of everything.
const { Client, init, isAssayError, parseTokenList } = require('@assay/sdk');
const { init: initEvm, provenCall } = require('@assay/sdk/evm');
const { Seed, init: initKeys } = require('@assay/sdk/keys');
const { createProvider } = require('@assay/sdk/provider');

async function app({ chain, rpc, redirecting, phrase, transfer, receivers, call }) {
  await Promise.all([init(), initEvm(), initKeys()]);

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
  const redirectOfProofs = await provenCall({ chain, rpc: redirecting, ...call }).then(() => 'an answer', code);

  // The wallet's provider: what only reads goes to the endpoint that is named here, and what needs a wallet is refused where there is no page.
  const provider = createProvider({ wallet: 'https://wallet.example', rpc: { [chain.split(':')[1]]: rpc } });
  const byProvider = await provider.request({ method: 'eth_call', params: [call, 'latest'] });
  const unconnected = await provider.request({ method: 'personal_sign', params: ['0x', address] }).then(() => 'a signature', (error) => error.code);

  const client = new Client({ chain, rpc });
  const verdicts = await Promise.all(receivers.map((to) => client.checkTransfer({ ...transfer, to })));
  const { value } = await provenCall({ chain, rpc, ...call });
  return {
    address, refused: { list, redirect, redirectOfProofs, unconnected }, value, byProvider,
    verdicts: verdicts.map(({ verdict, reasons }) => ({ verdict, reasons: reasons.map((reason) => reason.code) })),
  };
}

app(JSON.parse(process.argv[2])).then((answer) => console.log(JSON.stringify(answer)));
