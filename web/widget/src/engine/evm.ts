// What runs contracts over proven state. A file of its own, loaded when somebody wants to check.
export { init, provenCall } from '@assay/sdk/evm';
