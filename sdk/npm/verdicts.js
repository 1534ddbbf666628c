// Verdicts for programs that have a client of viem already: it is asked, and nothing of viem is needed here.
import { argument } from './errors.js';

const CAIP_19 = /^(eip155:\d+)\/erc20:/;

// Which chain is meant: that of the client, which also has to be that of the asset; of a client for no chain in particular, the asset's.
const chainOf = (client, asset) => {
  if (client?.chain !== undefined && client.chain !== null) return `eip155:${client.chain.id}`;
  const [, named] = CAIP_19.exec(asset) ?? [];
  if (named === undefined) throw argument('client', 'it names no chain: give it one, or the asset as CAIP-19 (eip155:1/erc20:0x…)');
  return named;
};

// viem counts in the smallest unit, as bigint.
const amountOf = (amount) => (typeof amount === 'bigint' ? { raw: String(amount) } : amount);

const RETRIES = 2;

export const verdicts = ({ Client, init, isAssayError }) => {
  const checkTransfer = async (client, options) => {
    await init();
    const given = { ...options, amount: amountOf(options?.amount) };
    const assay = new Client({ chain: chainOf(client, given.asset), rpc: client });
    try {
      return await assay.checkTransfer(given);
    } finally {
      assay.free();
    }
  };

  const checkTransferQueryOptions = (client, options) => {
    const { signal: _, onProgress, ...rest } = options;
    const given = { ...rest, amount: amountOf(rest.amount) };
    return {
      queryKey: ['assay', 'checkTransfer', client?.chain?.id, given],
      queryFn: ({ signal }) => checkTransfer(client, { ...given, onProgress, signal }),
      // A form that is not filled in yet asks nobody.
      enabled: [client, given.asset, given.from, given.to, given.amount].every((part) => part !== undefined && part !== null && part !== ''),
      retry: (failures, error) => failures < RETRIES && !(isAssayError(error) && error.retry === 'never'),
    };
  };

  return { checkTransfer, checkTransferQueryOptions };
};
