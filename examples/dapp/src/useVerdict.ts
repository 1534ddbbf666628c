import { Client, isAssayError, type TransferVerdict } from '@assay/sdk';
import { useEffect, useState } from 'react';
import { asset, chainId, list, rpc } from './demo';

/** May this be sent? Asked again a moment after each change. Of what is not even a transfer, why. */
export function useVerdict(from: string, to: string, amount: string): TransferVerdict | string | undefined {
  const [answer, setAnswer] = useState<TransferVerdict | string>();
  useEffect(() => {
    setAnswer(undefined);
    if (to === '' || amount === '') return;
    let wanted = true;
    const timer = setTimeout(async () => {
      const client = new Client({ chain: `eip155:${chainId}`, rpc });
      const asked = client.checkTransfer({ asset, list, from, to, amount }).catch((error) => (isAssayError(error) ? error.message : String(error)));
      const found = await asked.finally(() => client.free());
      if (wanted) setAnswer(found);
    }, 250);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [from, to, amount]);
  return answer;
}
