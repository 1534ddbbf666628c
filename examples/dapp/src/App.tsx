import { useConnect, useConnection, useConnectors, useDisconnect } from 'wagmi';
import { token } from './demo';
import { Send } from './Send';

/** Every wallet that there is; the one that is chosen asks its user. */
function Wallets() {
  const connectors = useConnectors();
  const { mutate: connect, error, isPending } = useConnect();
  return (
    <section>
      <h2>Connect a wallet</h2>
      {connectors.map((connector) => (
        <button key={connector.uid} className="wallet" disabled={isPending} onClick={() => connect({ connector })}>
          <img src={connector.icon} alt="" width="32" height="32" />
          {connector.name}
        </button>
      ))}
      {error && <p role="alert">{error.message.split('\n')[0]}</p>}
    </section>
  );
}

export function App() {
  const { address, connector } = useConnection();
  const { mutate: disconnect } = useDisconnect();
  return (
    <main>
      <header>
        <h1>Fund desk</h1>
        <p>{token.name}</p>
      </header>
      {address ? <Send from={address} /> : <Wallets />}
      {address && (
        <footer>
          <span title={address}>{`${address.slice(0, 6)}…${address.slice(-4)}`} by {connector?.name}</span>
          <button onClick={() => disconnect()}>Disconnect</button>
        </footer>
      )}
    </main>
  );
}
