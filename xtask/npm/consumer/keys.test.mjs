// `@assay/sdk/keys` by the values of the standards, as an ES module and required.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import test from 'node:test';
import * as imported from '@assay/sdk/keys';

const required = createRequire(import.meta.url)('@assay/sdk/keys');
const hex = (bytes) => Buffer.from(bytes).toString('hex');
const bytes = (text) => new Uint8Array(Buffer.from(text, 'hex'));

// The example of EIP-155, and its key.
const EIP155 = {
  type: 'legacy', chain: 'eip155:1', nonce: 9, gasPrice: '20000000000', gasLimit: 21000,
  to: '0x3535353535353535353535353535353535353535', value: '1000000000000000000', data: '0x',
};
const EIP155_KEY = '46'.repeat(32);
const EIP155_RAW =
  'f86c098504a817c800825208943535353535353535353535353535353535353535880de0b6b3a76400008025a028ef61340bd939bc2195fe5375' +
  '67866003e1a15d3c71ff63e1590620aa636276a067cbe9d8997f761aecb703304b3800ccf555c9f3dc64214b297fb1966a3b6d83';
// The same by ethers 6.17, as its other kinds of transaction.
const FEES = { gasPrice: undefined, maxFeePerGas: '20000000000', maxPriorityFeePerGas: '1000000000', accessList: [] };
const EIP2930_RAW =
  '01f8a701098504a817c800825208943535353535353535353535353535353535353535880de0b6b3a764000080f838f794353535353535353535353535' +
  '3535353535353535e1a0010101010101010101010101010101010101010101010101010101010101010180a02ded8037038586bfd8a786a20a58cd9a' +
  '6b962d47ce5cefe450d736c01f798955a01adfae4f67d9f373e14f262ea6980f082f9ecdc6b1bd133a64af00ec37d9aace';
const EIP1559_RAW =
  '02f8730109843b9aca008504a817c800825208943535353535353535353535353535353535353535880de0b6b3a764000080c080a04e87ced8b47d801c' +
  '979c6baa52bbd78b42c9db2515c9d1f473e06f65d49aaa90a02357671517c59544ebd95012d1988c102292eb570cc840ac9af72bb4c52e5edd';
const AUTHORIZATION_SIGNATURE =
  'ac1df8a834640fbc22ee55937a87360dafe05ca724290c9ed594cc47c57e1c9435ba6ebd2dcb44b83569232da6ac5f2b9ee8324f296b90ff42af21d23d' +
  'e5d29e1c';
const EIP7702_RAW =
  '04f8d10109843b9aca008504a817c800825208943535353535353535353535353535353535353535880de0b6b3a764000080c0f85cf85a0194353535353535' +
  '35353535353535353535353535350a01a0ac1df8a834640fbc22ee55937a87360dafe05ca724290c9ed594cc47c57e1c94a035ba6ebd2dcb44b8356923' +
  '2da6ac5f2b9ee8324f296b90ff42af21d23de5d29e01a023643f5457fe1b87790f2175e5c60147982d152158081a0de5295dfd71c1225ea07e16b5d60d' +
  'c9548de73b354662e983585b39e4091b02f70467c89e9d6fba31fc';
const MESSAGE_SIGNATURE =
  'f445005436439a4398409aee0e0b13702bdee4e3774b6aa67184f0732d3a270a1ef3802a2455afba1374fb2ad23345e89eb7366c9d567fe0e5338df934434e' +
  '3b1c';

// The example of EIP-712: its digest and its signature by the key keccak256("cow").
const COW = 'c85ef7d79691fe79573b1a7064c19c1a9819ebdbd1faaab1a8ec92344438aaf4';
const MAIL = {
  types: {
    EIP712Domain: [
      { name: 'name', type: 'string' }, { name: 'version', type: 'string' },
      { name: 'chainId', type: 'uint256' }, { name: 'verifyingContract', type: 'address' },
    ],
    Person: [{ name: 'name', type: 'string' }, { name: 'wallet', type: 'address' }],
    Mail: [{ name: 'from', type: 'Person' }, { name: 'to', type: 'Person' }, { name: 'contents', type: 'string' }],
  },
  primaryType: 'Mail',
  domain: { name: 'Ether Mail', version: '1', chainId: 1, verifyingContract: '0xCcCCccccCCCCcCCCCCCcCcCccCcCCCcCcccccccC' },
  message: {
    from: { name: 'Cow', wallet: '0xCD2a3d9F938E13CD947Ec05AbC7FE734Df8DD826' },
    to: { name: 'Bob', wallet: '0xbBbBBBBbbBBBbbbBbbBbbbbBBbBbbbbBbBbbBBbB' },
    contents: 'Hello, Bob!',
  },
};
const MAIL_DIGEST = 'be609aee343fb3c4b28e1df9e632fca64fcfaede20f02e86244efddf30957bd2';
const MAIL_SIGNATURE =
  '4355c47d63924e8a72e509b65029052eb6c299d53a04e167c5775fd466751c9d07299936d304c153f6443dfa05f40ff007d72911b6f72307f996231605b91562' +
  '1c';

// Web3 Secret Storage's own example with PBKDF2.
const KEYSTORE = JSON.stringify({
  crypto: {
    cipher: 'aes-128-ctr', cipherparams: { iv: '6087dab2f9fdbbfaddc31a909735c1e6' },
    ciphertext: '5318b4d5bcd28de64ee5559e671353e16f075ecae9f99c7a79a38af5f869aa46', kdf: 'pbkdf2',
    kdfparams: { c: 262144, dklen: 32, prf: 'hmac-sha256', salt: 'ae3cd4e7013836a3df6bd7241b12db061dbe2c6785853cce422d148a624ce0bd' },
    mac: '517ead924a9d0dc3124507e3393d175ce3ff7c1e96529c6c555ce9e51205e9b2',
  },
  id: '3198bc9c-6672-5ab3-d995-4942343ae5b6', version: 3,
});

const refusal = (run) => {
  try { run(); } catch (error) { return error; }
  return assert.fail('nothing was thrown');
};

for (const [way, keys] of [['imported', imported], ['required', required]]) {
  const loaded = keys.init();
  const each = (name, run) => test(`${way}: ${name}`, async () => {
    await loaded;
    run();
  });

  each('phrases (BIP-39) and accounts (BIP-44)', () => {
    // A test vector of BIP-39.
    const phrase = keys.phraseFromEntropy({ entropy: bytes('7f'.repeat(16)) });
    assert.equal(phrase, 'legal winner thank year wave sausage worth useful legal winner thank yellow');
    assert.deepEqual(keys.checkPhrase({ phrase: ` ${phrase.toUpperCase()}\n` }), { valid: true, unknown: [], repairs: [] });
    const off = keys.checkPhrase({ phrase: phrase.replace('winner', 'winer') });
    assert.equal(off.valid, false);
    assert.equal(off.unknown[0].position, 2);
    assert.ok(off.unknown[0].suggestions.includes('winner'));
    // What every development node prints.
    const seed = new keys.Seed({ phrase: 'test test test test test test test test test test test junk' });
    const accounts = ['0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266', '0x70997970C51812dc3A010C7d01b50e0d17dc79C8'];
    assert.deepEqual(seed.accounts({ first: 0, count: 2 }), accounts);
    assert.deepEqual(seed.accounts({ scheme: "m/44'/60'/i'/0/0", first: 1, count: 1 }), ['0x8C8d35429F74ec245F8Ef2f4Fd1e551cFF97d650']);
    const key = seed.key({ path: "m/44'/60'/0'/0/0" });
    assert.equal(key.address, accounts[0]);
    assert.equal(hex(key.reveal()), 'ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80');
    seed.free();
    assert.throws(() => seed.accounts({ first: 0, count: 1 }));
    key.free();
  });

  each('transactions of every kind', () => {
    const key = new keys.Key({ bytes: bytes(EIP155_KEY) });
    const sign = (options) => hex(key.signTransaction({ ...EIP155, ...options }).raw);
    assert.equal(sign({}), EIP155_RAW);
    assert.equal(sign({ data: new Uint8Array() }), EIP155_RAW);
    const accessList = [{ address: EIP155.to, storageKeys: [`0x${'01'.repeat(32)}`] }];
    assert.equal(sign({ type: 'eip2930', accessList }), EIP2930_RAW);
    assert.equal(sign({ type: 'eip1559', ...FEES }), EIP1559_RAW);
    const authorization = { chain: 'eip155:1', address: EIP155.to, nonce: 10 };
    const signature = key.signAuthorization(authorization);
    assert.equal(hex(signature), AUTHORIZATION_SIGNATURE);
    assert.equal(sign({ type: 'eip7702', ...FEES, authorizations: [{ ...authorization, signature }] }), EIP7702_RAW);
    for (const [options, argument] of [
      [{ maxFeePerGas: '1' }, 'maxFeePerGas'], [{ type: 'eip1559' }, 'gasPrice'], [{ value: '1.5' }, 'value'],
      [{ ...FEES, type: 'eip1559', maxFeePerGas: undefined }, 'maxFeePerGas'], [{ to: undefined }, 'to'],
      [{ gasLimit: undefined }, 'options'],
    ]) {
      const error = refusal(() => sign(options));
      assert.equal(error.code, 'argument-invalid', error.message);
      assert.equal(error.details.argument, argument, error.message);
    }
    assert.equal(refusal(() => sign({ to: EIP155.to.replace('35', '3G') })).code, 'identifier-malformed');
  });

  each('messages and typed data, signed and verified', () => {
    const key = new keys.Key({ bytes: bytes(EIP155_KEY) });
    const signature = key.signMessage({ message: 'Hello World' });
    assert.equal(hex(signature), MESSAGE_SIGNATURE);
    assert.deepEqual(key.signMessage({ message: new TextEncoder().encode('Hello World') }), signature);
    const check = { message: 'Hello World', signature, account: key.address };
    assert.deepEqual(keys.verifyMessage(check), { valid: true });
    assert.deepEqual(keys.verifyMessage({ ...check, signature: `0x${MESSAGE_SIGNATURE}` }), { valid: true });
    assert.match(keys.verifyMessage({ ...check, message: 'Hello, World' }).problem, /^the signature is by 0x/);

    const cow = new keys.Key({ bytes: bytes(COW) });
    assert.equal(hex(keys.typedDataHash({ document: MAIL })), MAIL_DIGEST);
    assert.equal(hex(keys.typedDataHash({ document: JSON.stringify(MAIL) })), MAIL_DIGEST);
    const typed = cow.signTypedData({ chain: 'eip155:1', document: MAIL });
    assert.equal(hex(typed), MAIL_SIGNATURE);
    assert.deepEqual(keys.verifyTypedData({ document: MAIL, signature: typed, account: cow.address }), { valid: true });
    assert.equal(keys.recoverAddress({ digest: bytes(MAIL_DIGEST), signature: typed }), MAIL.message.from.wallet);
    const elsewhere = refusal(() => cow.signTypedData({ chain: 'eip155:137', document: MAIL }));
    assert.deepEqual([elsewhere.code, elsewhere.details.got], ['signer-other-chain', 'eip155:1']);
    const crooked = refusal(() => keys.typedDataHash({ document: { ...MAIL, message: { ...MAIL.message, contents: 5 } } }));
    assert.deepEqual([crooked.code, crooked.details.path], ['typed-data-malformed', 'message.contents']);
    assert.equal(refusal(() => keys.typedDataHash({ document: { ...MAIL, message: { amount: 5n } } })).code, 'argument-invalid');
  });

  each('keystores and vaults', () => {
    const key = keys.openKeystore({ file: KEYSTORE, password: 'testpassword' });
    assert.equal(hex(key.reveal()), '7a28b5ba57c53603b0b07b56bba752f7784bf506fa95edc395f5cf6c7514fe9d');
    assert.equal(refusal(() => keys.openKeystore({ file: KEYSTORE, password: 'other' })).code, 'password-wrong');
    assert.equal(refusal(() => keys.openKeystore({ file: '{}', password: 'other' })).code, 'keystore-malformed');

    const phrase = 'test test test test test test test test test test test junk';
    const vault = new keys.Vault({ label: 'Savings', phrase, count: 2 });
    const file = vault.seal({ password: 'correct horse' });
    assert.ok(!file.includes('junk'));
    const opened = keys.Vault.open({ file, password: 'correct horse' });
    assert.deepEqual(opened.accounts(), vault.accounts());
    const account = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8';
    assert.deepEqual(opened.accounts().accounts[1], { address: account, label: '', hasKey: true });
    assert.equal(opened.key({ account }).address, account);
    const wrong = refusal(() => keys.Vault.open({ file, password: 'wrong horse' }));
    assert.deepEqual([wrong.code, wrong.blame, keys.isAssayError(wrong, 'password-wrong')], ['password-wrong', 'caller', true]);
    assert.ok(wrong instanceof keys.AssayError);
    assert.equal(refusal(() => keys.Vault.open({ file: file.slice(9), password: 'correct horse' })).code, 'vault-damaged');
    assert.equal(refusal(() => vault.seal({ password: 'correct horse', passes: 1 })).code, 'vault-unsupported');
  });

  each('what is refused holds no secret', () => {
    const secret = 'abandon '.repeat(11) + 'wrogn';
    const error = refusal(() => new keys.Seed({ phrase: secret }));
    assert.equal(error.code, 'phrase-malformed');
    assert.doesNotMatch(JSON.stringify([error.message, error.details, String(error)]), /abandon|wrogn|wrong/);
    assert.equal(refusal(() => new keys.Key({ bytes: new Uint8Array(32) })).code, 'key-malformed');
    const short = refusal(() => new keys.Key({ bytes: bytes('7a28b5ba') }));
    assert.doesNotMatch(short.message, /122|7a28|b5ba/);
  });
}
