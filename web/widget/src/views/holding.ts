// A holder's position: what they have and what it is worth, whether they may have more, and income that waits for them.
import type { AssetHolding, HolderStanding } from '@assay/sdk';
import type { Child } from '../element/paint.ts';
import type { Operations, Perhaps } from '../engine/operations.ts';
import type { Session } from '../wallet/session.ts';
import { underHead } from './connect.ts';
import type { Context } from './context.ts';
import { foot } from './head.ts';
import { income } from './income.ts';
import { amount, money } from './number.ts';
import { Panel } from './panel.ts';
import { figure, pairs, section } from './parts.ts';
import { partProblem, UNKNOWN } from './problem.ts';
import { verdictPanel } from './verdict.ts';

type Found = Awaited<ReturnType<Operations['holding']>>;

function position(context: Context, { holding, unread }: AssetHolding, symbol: string): Child {
  const { texts, locale } = context;
  if (holding === undefined) return partProblem(context, unread ?? UNKNOWN);
  const { balance, frozenPart, worth } = holding;
  const value = worth.kind === 'priced'
    ? figure(context, money(worth.value.value.text, locale), worth.value, { unit: worth.value.value.currency, unitFirst: true, stale: worth.stale })
    : null;
  const frozen = frozenPart !== undefined && frozenPart.value.raw !== '0' && figure(context, amount(frozenPart.value.text, locale), frozenPart, { unit: symbol });
  return section(texts.balance,
    figure(context, amount(balance.value.text, locale), balance, { unit: symbol, grand: true }),
    pairs(value && [texts.worth, value], frozen && [texts.frozenPart, frozen]));
}

function standing(context: Context, found: Perhaps<HolderStanding>): HTMLElement {
  const { texts } = context;
  if ('trouble' in found) return section(texts.mayHold, partProblem(context, found.trouble));
  const answers = { admitted: ['allow', texts.admitted], refused: ['deny', texts.refused], unknown: ['unknown', texts.undecided] } as const;
  const [answer, title] = answers[found.found.standing];
  return section(texts.mayHold, verdictPanel(context, { ...found.found, answer, title, line: texts.admittedText }));
}

function drawn(context: Context, session: Session, { about, symbols, holding, standing: held, yields }: Found, reload: () => void): Child[] {
  const at = holding?.holding?.balance.at ?? ('found' in held ? held.found.at : undefined);
  return [
    holding && position(context, holding, about.symbol),
    standing(context, held),
    income(context, session, yields, symbols, reload),
    at && foot(context, at, reload),
  ];
}

export async function holdingView(context: Context, body: HTMLElement): Promise<void> {
  const { engine, settings } = context;
  await underHead(context, body, (inner, session) => {
    const panel = new Panel(inner, () => engine.ask('holding', { ...settings, holder: session.account }, inner.signal), (found) => drawn(inner, session, found, () => void panel.reload()));
    void panel.reload();
    return [panel.element];
  });
}
