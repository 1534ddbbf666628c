'use strict';
// Node with `require`. An instance of its own: a program that both requires and imports the package has two.
const { readFile } = require('node:fs/promises');
const { join } = require('node:path');
const { default: load, Question } = require('./assay_evm.cjs');
const { AssayError, isAssayError } = require('./errors.cjs');
const { once } = require('./once.cjs');
const { proving } = require('./proving.cjs');

const file = (name) => readFile(join(__dirname, name));
const full = async () => {
  const module = require('./assay_evm_full.cjs');
  await module.default({ module_or_path: file('assay_evm_full_bg.wasm') });
  return module.Question;
};

module.exports = { AssayError, isAssayError, init: once(load, () => file('assay_evm_bg.wasm')), ...proving(Question, full) };
