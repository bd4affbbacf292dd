import { describe, expect, it } from 'vitest';

import { TrayCard, type Snapshot } from '#contract';
import { emptyEntry, PaymentRequestId, pressKey } from '#payment';

import { receive } from './receive.ts';
import { soundOf, soundOfNews } from './sounds.ts';
import { blockOf, stageOf, useTill, type TillState } from './state.ts';
import {
  amount,
  cancelling,
  codeOff,
  codeOn,
  making,
  outcomeOf,
  paymentRequestId,
  saleId,
  snapshotOf,
  unsure,
  waiting,
} from './testing/snapshots.ts';
import { ageText, turnedIn } from './tray-card.ts';

function after(...frames: Partial<Snapshot>[]): TillState {
  let state = useTill.getInitialState();
  frames.forEach((change, i) => {
    const heard = snapshotOf({ revision: i + 1, ...change });
    state = { ...state, ...receive(state, { frame: 'snapshot', snapshot: heard }, i) };
  });
  return state;
}

describe('a snapshot', () => {
  it('that is older than the one shown changes nothing', () => {
    const state = after({ revision: 5, stage: waiting }, { revision: 4 });
    expect(stageOf(state).at).toBe('asking');
  });

  it('of a new host counts, whatever its revision', () => {
    const state = after({ revision: 5, stage: waiting }, { revision: 1, hostId: 'h2' });
    expect(stageOf(state).at).toBe('idle');
  });

  it('keeps what is being keyed until a payment begins, and then empties it', () => {
    const idle = after({});
    const keyed = { ...idle, entry: pressKey(emptyEntry(amount.currency), '7') };
    const same = { ...keyed, ...receive(keyed, { frame: 'snapshot', snapshot: snapshotOf({ revision: 2 }) }, 1) };
    expect(same.entry?.typed).toBe('7');
    const paying = receive(same, { frame: 'snapshot', snapshot: snapshotOf({ revision: 3, stage: waiting }) }, 2);
    expect(paying.entry?.typed).toBe('');
  });

  it('of a confirmed amount gives a reloaded page its amount back', () => {
    expect(after({ stage: { at: 'scan', saleId, amount } }).entry?.typed).toBe('48.60');
  });

  it('closes the question "Stop?" when the payment is final', () => {
    const state = { ...after({ stage: waiting }), stopAsked: paymentRequestId };
    const paid = receive(
      state,
      { frame: 'snapshot', snapshot: snapshotOf({ revision: 2, stage: outcomeOf('paid') }) },
      1,
    );
    expect(paid.stopAsked).toBeNull();
  });

  it('forgets the wish to scan instead when that payment is not on the work pane any more', () => {
    const state = { ...after({ stage: codeOn }), thenScan: paymentRequestId };
    const on = (stage: object) =>
      receive(state, { frame: 'snapshot', snapshot: snapshotOf({ revision: 2, stage }) }, 1);
    expect(on(codeOff)).not.toHaveProperty('thenScan');
    expect(on(outcomeOf('cancelled'))).not.toHaveProperty('thenScan');
    expect(on({ at: 'idle' }).thenScan).toBeNull();
  });

  it('brings a code that is there to be scanned in front of a list', () => {
    const state: TillState = { ...after({ stage: making }), place: 'payments' };
    const news = receive(state, { frame: 'snapshot', snapshot: snapshotOf({ revision: 2, stage: codeOn }) }, 1);
    expect(news.place).toBe('sale');
  });

  it('brings the payment back in front of a list when it is not known any more', () => {
    const state: TillState = { ...after({ stage: waiting }), place: 'payments' };
    const same = receive(state, { frame: 'snapshot', snapshot: snapshotOf({ revision: 2, stage: waiting }) }, 1);
    expect(same.place).toBeUndefined();
    const news = receive(state, { frame: 'snapshot', snapshot: snapshotOf({ revision: 2, stage: unsure }) }, 1);
    expect(news.place).toBe('sale');
  });

  it('ends what was said of a lost engine', () => {
    const state = after({ stage: waiting });
    const lost = { ...state, ...receive(state, { frame: 'host-away' }, 1) };
    expect([blockOf(lost), stageOf(lost).at]).toEqual(['lost', 'asking']);
    const back = { ...lost, ...receive(lost, { frame: 'snapshot', snapshot: snapshotOf({ hostId: 'h2' }) }, 2) };
    expect(blockOf(back)).toBeNull();
  });

  it('ends what was said of an engine that was only silent', () => {
    const state: TillState = { ...after({ stage: waiting }), link: 'lost' };
    expect(receive(state, { frame: 'alive' }, 1)).toEqual({ link: 'open' });
  });

  it('shows the keypad as soon as a result was left here, and the next result again', () => {
    const state = { ...after({ stage: outcomeOf('paid') }), left: paymentRequestId };
    expect(stageOf(state).at).toBe('idle');
    expect(stageOf({ ...state, left: PaymentRequestId.parse('TILL1x2') }).at).toBe('outcome');
  });
});

describe('a sound', () => {
  it('comes once for each result, and not for a page that was just opened', () => {
    expect(soundOf(undefined, outcomeOf('paid'))).toBeNull();
    expect(soundOf(waiting, outcomeOf('paid'))).toBe('paid');
    expect(soundOf(outcomeOf('paid'), outcomeOf('paid'))).toBeNull();
    expect(soundOf(cancelling, outcomeOf('cancelled'))).toBe('cancelled');
    expect(soundOf(unsure, outcomeOf('declined'))).toBe('not-paid');
  });

  it('of "not known" stops when it is not true any more', () => {
    expect(soundOf(waiting, unsure)).toBe('unknown');
    expect(soundOf(unsure, unsure)).toBeNull();
    expect(soundOf(unsure, { ...unsure, escalated: true })).toBe('unknown');
    expect(soundOf(unsure, waiting)).toBe('hush');
  });

  it('of "not known" is for a code that was shown before a restart, and not for one that is still being made', () => {
    const noAnswer = { ...making, phase: 'unsure' } as const;
    expect(soundOf(making, noAnswer)).toBeNull();
    expect(soundOf(codeOn, codeOff)).toBeNull();
    expect(soundOf({ at: 'idle' }, { ...noAnswer, recovered: true })).toBe('unknown');
  });
});

function card(change: Partial<TrayCard> = {}): TrayCard {
  const known = change.state === 'paid' || change.state === 'declined' || change.state === 'cancelled';
  return TrayCard.parse({
    saleId,
    paymentRequestId,
    amount,
    state: 'unsure',
    escalated: false,
    wallet: null,
    codeTail: '4821',
    elapsedMs: 20_000,
    finalAt: known ? 1_000 : null,
    ...change,
  });
}

describe('a card of the tray', () => {
  it('that is known at last sounds once and is announced once', () => {
    const open = snapshotOf({ tray: [card()] });
    const paid = snapshotOf({ revision: 2, tray: [card({ state: 'paid' })] });
    expect(soundOfNews(open, paid)).toBe('paid');
    expect(soundOfNews(paid, { ...paid, revision: 3 })).toBeNull();
    expect(after({ tray: [card()] }, { tray: [card({ state: 'paid' })] }).turned).toMatchObject([{ state: 'paid' }]);
  });

  it('that was just put there, or only goes on, is no news', () => {
    expect(turnedIn([], [card()])).toEqual([]);
    expect(turnedIn([card({ state: 'waiting' })], [card()])).toEqual([]);
    expect(turnedIn([card()], [card({ escalated: true })])).toHaveLength(1);
  });

  it('that was shown before sounds no second time when it is taken', () => {
    const known = snapshotOf({ tray: [card({ state: 'paid' })] });
    expect(soundOfNews(known, snapshotOf({ revision: 2, stage: outcomeOf('paid') }))).toBeNull();
    const open = snapshotOf({ tray: [card()] });
    expect(soundOfNews(open, snapshotOf({ revision: 2, stage: unsure }))).toBeNull();
    expect(soundOfNews(open, snapshotOf({ revision: 2, stage: outcomeOf('paid') }))).toBe('paid');
  });

  it('leaves the amount that is being keyed alone when it is taken', () => {
    const keyed = { ...after({ tray: [card()] }), entry: pressKey(emptyEntry(amount.currency), '7') };
    const taken = { frame: 'snapshot', snapshot: snapshotOf({ revision: 2, stage: unsure }) } as const;
    expect(receive(keyed, taken, 1).entry).toBeUndefined();
  });

  it('has an age in minutes and seconds', () => {
    expect([0, 48_400, 723_000, 3_723_000].map(ageText)).toEqual(['0:00', '0:48', '12:03', '1:02:03']);
  });
});

describe('a held code', () => {
  const held = { codeTail: '4821', leftMs: 1_000 };

  it('that runs out is said in words; one that was dropped or charged is not', () => {
    expect(after({ held }, { held: null }).problem).toEqual({ of: 'held' });
    expect(after({ held: { ...held, leftMs: 40_000 } }, { held: null }).problem).toBeNull();
    expect(after({ held: { ...held, leftMs: 40_000 } }, { hostId: 'h2' }).problem).toEqual({ of: 'held' });
    expect(after({ held }, { held: null, stage: waiting }).problem).toBeNull();
  });
});
