'use strict';
// Node with `require`. An instance of its own: a program that both requires and imports the package has two.
const { readFile } = require('node:fs/promises');
const { join } = require('node:path');
const { default: load, ...exported } = require('./assay_records.cjs');
const { AssayError, isAssayError } = require('./errors.cjs');

// As in once.js, which `require` cannot have.
let loading;
const init = ({ wasm } = {}) => {
  loading ??= Promise.resolve(wasm ?? readFile(join(__dirname, 'assay_records_bg.wasm')))
    .then((given) => load({ module_or_path: given }))
    .then(() => undefined)
    .catch((error) => {
      loading = undefined;
      throw error;
    });
  return loading;
};

module.exports = { ...exported, AssayError, isAssayError, init };
