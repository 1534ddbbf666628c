'use strict';
// Node with `require`. An instance of its own: a program that both requires and imports the package has two.
const { readFile } = require('node:fs/promises');
const { join } = require('node:path');
const { default: load, ...exported } = require('./assay_lc.cjs');
const { AssayError, isAssayError } = require('./errors.cjs');
const { once } = require('./once.cjs');

const init = once(load, () => readFile(join(__dirname, 'assay_lc_bg.wasm')));
module.exports = { ...exported, AssayError, isAssayError, init };
