// What is said before anything is loaded.
import type { Mistake } from '../element/settings.ts';
import type { Language } from './language.ts';

interface FirstTexts {
  readonly region: string;
  readonly waiting: string;
  readonly wrongTag: string;
  readonly wrongTagRemedy: string;
  readonly missing: string;
  readonly notLoaded: string;
  readonly notLoadedRemedy: string;
  readonly retry: string;
  readonly expected: Readonly<Record<Mistake['attribute'], string>>;
}

const address = 'https://…';

export const FIRST: Readonly<Record<Language, FirstTexts>> = {
  en: {
    region: 'Facts about an asset',
    waiting: 'Reading the facts',
    wrongTag: 'This tag cannot be shown',
    wrongTagRemedy: 'The owner of this page can correct it.',
    missing: 'nothing',
    notLoaded: 'The figures could not be loaded',
    notLoadedRemedy: 'A file of this widget is missing or is not the published one. The rest of the page is not affected.',
    retry: 'Try again',
    expected: {
      asset: 'asset: expected a token as eip155:1/erc20:0x… (CAIP-19)',
      list: `list: expected the address of a token list, as ${address}`,
      rpc: `rpc: expected one or more addresses of the chain’s JSON-RPC, as ${address}`,
      wallet: `wallet: expected the address of an Assay wallet, as ${address}`,
      view: 'view: expected backing, yield, holding or redeem',
    },
  },
  de: {
    region: 'Angaben zu einem Vermögenswert',
    waiting: 'Die Angaben werden gelesen',
    wrongTag: 'Dieses Element kann nicht gezeigt werden',
    wrongTagRemedy: 'Wer diese Seite betreibt, kann es berichtigen.',
    missing: 'nichts',
    notLoaded: 'Die Zahlen konnten nicht geladen werden',
    notLoadedRemedy: 'Eine Datei dieses Elements fehlt oder ist nicht die veröffentlichte. Der Rest der Seite ist nicht betroffen.',
    retry: 'Noch einmal versuchen',
    expected: {
      asset: 'asset: erwartet wird ein Token wie eip155:1/erc20:0x… (CAIP-19)',
      list: `list: erwartet wird die Adresse einer Token-Liste wie ${address}`,
      rpc: `rpc: erwartet werden eine oder mehrere Adressen des JSON-RPC der Chain wie ${address}`,
      wallet: `wallet: erwartet wird die Adresse einer Assay-Wallet wie ${address}`,
      view: 'view: erwartet wird backing, yield, holding oder redeem',
    },
  },
};
