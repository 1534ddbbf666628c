'use strict';
const { Client, init, isAssayError } = require('./node.cjs');
const { verdicts } = require('./verdicts.cjs');

module.exports = verdicts({ Client, init, isAssayError });
