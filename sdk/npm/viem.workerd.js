import { Client, init, isAssayError } from './workerd.js';
import { verdicts } from './verdicts.js';

export const { checkTransfer, checkTransferQueryOptions } = verdicts({ Client, init, isAssayError });
