import { useState, type FormEvent } from 'react';
import { erc20Abi, formatUnits, parseUnits, type Address } from 'viem';
import { useReadContract, useWaitForTransactionReceipt, useWriteContract } from 'wagmi';
import { asset, chainId, token } from './demo';
import { useVerdict } from './useVerdict';

const TITLES = { allow: 'This will pass', deny: 'The rules of this fund refuse it', unknown: 'Nobody can tell whether this passes' };

export function Send({ from }: { from: Address }) {
  const [to, setTo] = useState('');
  const [amount, setAmount] = useState('');
  const verdict = useVerdict(from, to.trim(), amount.trim());
  const query = { refetchInterval: 2_000 };
  const { data: balance } = useReadContract({ address: asset, abi: erc20Abi, functionName: 'balanceOf', args: [from], chainId, query });
  const { mutate: write, data: hash, error, isPending } = useWriteContract();
  const { data: receipt } = useWaitForTransactionReceipt({ hash, chainId, query: { enabled: hash !== undefined } });

  const send = (event: FormEvent) => {
    event.preventDefault();
    const args = [to.trim() as Address, parseUnits(amount.trim(), token.decimals)] as const;
    write({ address: asset, abi: erc20Abi, functionName: 'transfer', args, chainId });
  };
  const allowed = typeof verdict === 'object' && verdict.verdict === 'allow';
  return (
    <form onSubmit={send}>
      <h2>Send shares</h2>
      <p className="balance">{balance === undefined ? '…' : formatUnits(balance, token.decimals)} {token.symbol}</p>
      <label>To<input value={to} onChange={(event) => setTo(event.target.value)} autoComplete="off" spellCheck={false} placeholder="0x…" /></label>
      <label>Amount<input value={amount} onChange={(event) => setAmount(event.target.value)} autoComplete="off" inputMode="decimal" /></label>
      <output className={typeof verdict === 'object' ? verdict.verdict : ''}>
        {typeof verdict === 'string' ? verdict : verdict && <strong>{TITLES[verdict.verdict]}</strong>}
        {typeof verdict === 'object' && (
          <ul>
            {[...verdict.reasons, ...verdict.gaps].map(({ message }) => <li key={message}>{message}</li>)}
          </ul>
        )}
      </output>
      <button className="send" disabled={!allowed || isPending}>{isPending ? 'In your wallet…' : 'Send'}</button>
      {error && <p role="alert">{error.message.split('\n')[0]}</p>}
      {hash && <p role="status">{receipt ? (receipt.status === 'success' ? 'Sent' : 'It was refused by the chain') : 'Under way…'}</p>}
    </form>
  );
}
