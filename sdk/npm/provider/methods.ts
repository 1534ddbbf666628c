// Who answers which method, and what an answer of the wallet looks like.
import { isAccounts, isChainId, isHash, isHex, isObject } from './message.js';
import { isPermissions } from './permissions.js';

const isNull = (value: unknown): boolean => value === null;

/** What is asked of the wallet's window, each with what its answer must be. */
export const ANSWERS: ReadonlyMap<string, (value: unknown) => boolean> = new Map([
  ['eth_requestAccounts', isAccounts],
  ['wallet_requestPermissions', isPermissions],
  ['eth_accounts', isAccounts],
  ['wallet_revokePermissions', isNull],
  ['eth_chainId', isChainId],
  ['wallet_switchEthereumChain', isNull],
  ['wallet_addEthereumChain', isNull],
  ['eth_sendTransaction', isHash],
  ['personal_sign', isHex],
  ['eth_signTypedData_v4', isHex],
  ['wallet_getCapabilities', isObject],
  ['wallet_sendCalls', (value) => isObject(value) && typeof value.id === 'string'],
  ['wallet_getCallsStatus', isObject],
  ['wallet_showCallsStatus', isNull],
]);

/** What asks nothing of the user, and is asked by timers: no window is opened for it. */
export const QUIET: readonly string[] = ['wallet_getCapabilities', 'wallet_getCallsStatus'];

/** What cannot be taken back once the user agreed. */
export const SENDING: readonly string[] = ['eth_sendTransaction', 'wallet_sendCalls'];

/** By which a session begins. */
export const CONNECTING: readonly string[] = ['eth_requestAccounts', 'wallet_requestPermissions'];

/** What any node answers without a key: for the endpoint that the site names. */
const READS = new Set(
  (
    'blobBaseFee blockNumber call createAccessList estimateGas feeHistory gasPrice getBalance getBlockByHash getBlockByNumber getBlockReceipts ' +
    'getBlockTransactionCountByHash getBlockTransactionCountByNumber getCode getFilterChanges getFilterLogs getLogs getProof getStorageAt ' +
    'getTransactionByBlockHashAndIndex getTransactionByBlockNumberAndIndex getTransactionByHash getTransactionCount getTransactionReceipt ' +
    'maxPriorityFeePerGas newBlockFilter newFilter sendRawTransaction simulateV1 syncing uninstallFilter'
  )
    .split(' ')
    .map((name) => `eth_${name}`),
);

export const isRead = (method: string): boolean => READS.has(method) || method === 'web3_clientVersion';
