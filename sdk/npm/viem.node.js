import { Client, init, isAssayError } from './node.js';
import { verdicts } from './verdicts.js';

export const { checkTransfer, checkTransferQueryOptions } = verdicts({ Client, init, isAssayError });
