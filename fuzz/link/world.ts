// What the host loads when it is first asked for: here it answers within one turn from the first message on.
import '../../terminal/receipt/index.ts';
import '../../terminal/receipt/picture.ts';

import type { Display, HostFrame, Snapshot } from '#contract';

import { Amount, PaymentRequestId } from '#payment';

import type { Entry } from '../../terminal/index.ts';
import { settled } from '../../terminal/testing/virtual-clock.ts';
import type { AcquirerScript } from './acquirer-script.ts';
import { displayMisfit } from './displayed.ts';
import { isAskedFor } from './justify-message.ts';
import { hintRestMs, isWorldly, type ToldHint } from './justify-world.ts';
import { Model } from './model.ts';
import { codeIn, readMessage, type Asked, type Reading } from './reading.ts';
import { replyMisfit } from './replies.ts';
import { viewMisfit } from './shown.ts';
import type { Message, Step } from './step.ts';
import { strange } from './strange.ts';
import type { Tally } from './tally.ts';
import { Till } from './till.ts';

/** The limit that the host documents for records of what it could not read, in any minute. */
const securityPerMinuteMax = 10;
const heldForMs = 50_000;
const previewTurnsMax = 2_000;

/** One till, the model beside it, and what of the till does not fit the model. */
export class LinkWorld {
  readonly model = new Model();
  readonly till: Till;
  readonly #tally: Tally;
  #before = '';
  #hinted: ToldHint[] = [];
  #snapshot: Snapshot;
  /** What the customer display was told last. */
  #display: Display | null = null;

  private constructor(tally: Tally, till: Till) {
    this.#tally = tally;
    this.till = till;
    this.#snapshot = till.host.snapshot();
  }

  static async start(tally: Tally): Promise<LinkWorld> {
    const till = new Till();
    await till.start();
    const world = new LinkWorld(tally, till);
    world.#takeIn(world.till.written, () => true);
    world.#look();
    return world;
  }

  get now(): number {
    return this.till.clock.monoMs();
  }

  end(): void {
    this.till.remove();
  }

  /** The sentences say what should not be; none, and the step is as it must be. */
  async play(step: Step): Promise<string[]> {
    this.till.written = [];
    this.till.shown = [];
    this.till.acquirer.calls.length = 0;
    const misfits = step.do === 'say' ? await this.#say(step.messages) : await this.#go(step);
    misfits.push(...this.till.thrown.map((error) => `the host threw: ${String(error)}`));
    if (this.till.journalFailures > 0) misfits.push('the journal failed');
    misfits.push(...viewMisfit(this.#snapshot, this.model, this.now));
    this.#display = lastDisplayOf(this.till) ?? this.#display;
    if (this.#display !== null) misfits.push(...displayMisfit(this.#display, this.#snapshot, this.model, this.now));
    return misfits;
  }

  async #say(messages: readonly Message[]): Promise<string[]> {
    const raws = messages.map(rawOf);
    const readings = raws.map(readMessage);
    const held = this.model.held === null ? [] : [this.model.held.code];
    const heldCodes = [...held, ...readings.flatMap(codeOf)];
    for (const [index, { screen }] of messages.entries()) this.till.say(raws[index], screen);
    await this.#settle();
    await this.#untilAnswered(readings);
    this.#tally.messages += messages.length;

    const misfits = this.#takeAsked(readings, heldCodes);
    const stops = readings.flatMap((reading) => (reading.is === 'command' ? stopIn(reading.asked) : []));
    for (const id of stops) this.#noteStop(id);
    if (readings.some((reading) => reading.is === 'command' && reading.asked.do === 'display-here'))
      this.model.displayAt = this.now;
    misfits.push(...this.#callMisfits(stops));
    this.#followHeld(heldCodes, messages.length === 1 ? readings[0] : undefined);
    misfits.push(...this.#replyMisfits(messages, readings));
    const harmless = readings.every(({ is }) => is !== 'command');
    const before = this.#before;
    if (this.#look() !== before && harmless) misfits.push('what is shown changed by a message that says nothing');
    return misfits;
  }

  /** The records that came of messages; each that was not understood must have one, up to the limit. */
  #takeAsked(readings: readonly Reading[], heldCodes: readonly string[]): string[] {
    const { model, now } = this;
    const asked = readings.flatMap((reading) => (reading.is === 'command' ? [reading.asked] : []));
    const unreadable = readings.filter(({ is }) => is === 'unreadable').length;
    // A currency that is on no list is unreadable, one on the list is another shop's: either way nothing happens.
    const unclear = readings.filter((reading) => reading.is !== 'unreadable' && reading.foreign).length;
    const room = this.#roomForSecurity();
    let recorded = 0;
    const misfits = this.#takeIn(this.till.written, (entry) => {
      const left = unreadable + unclear - recorded;
      const verdict = isAskedFor(entry, { model, now, asked, unreadable: left, heldCodes });
      if (entry.kind === 'security') recorded += 1;
      return verdict.holds ? verdict.code : false;
    });
    const due = Math.min(unreadable, room);
    if (recorded < due || recorded > room) misfits.push(`${recorded} unreadable messages were recorded, not ${due}`);
    return misfits;
  }

  async #go(step: Exclude<Step, { do: 'say' }>): Promise<string[]> {
    const { clock, acquirer } = this.till;
    const givenBefore = acquirer.given.length;
    if (step.do === 'pass') await clock.advance(step.ms);
    else if (step.do === 'answer') acquirer.answer(step.which, step.says);
    else if (step.do === 'reach') acquirer.reachable = step.reachable;
    else if (step.do === 'hint') this.#hint(step);
    else {
      this.#hinted = [];
      this.till.end();
      await this.till.start();
    }
    await this.#settle();
    const given = acquirer.given.slice(givenBefore);
    for (const one of given) this.#noteSilence(one);
    const at = { model: this.model, now: this.now, step, given, hinted: this.#hinted };
    const misfits = this.#takeIn(this.till.written, (entry) => isWorldly(entry, at) && '');
    this.#hinted = this.#hinted.filter(({ at: hintedAt }) => hintedAt + hintRestMs > this.now);
    if (this.model.held !== null && this.now >= this.model.held.until) this.model.held = null;
    this.#followHeld([], undefined);
    this.#look();
    return misfits;
  }

  #hint({ id, says, minorOff }: Extract<Step, { do: 'hint' }>): void {
    const [currency, minor] = (this.model.attempts.get(id)?.amount ?? 'EUR 1250').split(' ');
    const amount = Amount.parse({ currency, minor: Number(minor) + minorOff });
    if (minorOff === 0) this.#hinted.push({ id, says, at: this.now });
    this.till.acquirer.listener?.hint({ paymentRequestId: PaymentRequestId.parse(id), amount, says });
  }

  /** One record after the other: each must be justified by what was true before it. */
  #takeIn(entries: readonly Entry[], excuse: (entry: Entry) => string | boolean): string[] {
    const misfits: string[] = [];
    for (const entry of entries) {
      this.#tally.count('records', entry.kind);
      const code = excuse(entry);
      if (code === false)
        misfits.push(`a record that nothing justifies: ${entry.kind} ${JSON.stringify(entry.record)}`);
      if (entry.kind === 'security' && entry.attempt === null) this.model.securityAt.push(this.now);
      this.model.apply(entry, this.now, typeof code === 'string' ? code : '');
    }
    return misfits;
  }

  /** What is laid out for a preview is loaded when it is wanted first, which takes some turns more. */
  async #untilAnswered(readings: readonly Reading[]): Promise<void> {
    const due = readings.filter(({ id }) => id !== null).length;
    const answered = (): number => this.till.shown.filter(({ frame }) => frame.frame === 'reply').length;
    for (let turns = 0; turns < previewTurnsMax && answered() < due; turns += 1) await this.#settle();
  }

  async #settle(): Promise<void> {
    await settled();
    this.#snapshot = this.till.host.snapshot();
  }

  #noteSilence({ what, id, says }: AcquirerScript['given'][number]): void {
    const attempt = this.model.attempts.get(id);
    if (what !== 'pay' || attempt === undefined) return;
    const silent = says !== 'succeeded' && says !== 'in-process' && says !== 'declined';
    if (attempt.isOrder ? says !== 'code' && says !== 'declined' : silent) attempt.payFailed = true;
  }

  #noteStop(id: string): void {
    const attempt = this.model.attempts.get(id);
    if (attempt === undefined || attempt.standing !== 'asking') return;
    attempt.stopAsked = true;
    attempt.closing = true;
  }

  /** A message may make the till pay what it has just recorded, or ask about what is to be stopped; nothing else. */
  #callMisfits(stops: readonly string[]): string[] {
    const begun = this.till.written.flatMap(({ record }) =>
      record?.kind === 'pay.intent' ? [record.paymentRequestId as string] : [],
    );
    return this.till.acquirer.calls.flatMap(({ what, id, body }) => {
      if (what === 'fresh' && stops.includes(id)) return [];
      const attempt = this.model.attempts.get(id);
      if (what !== 'pay' || !begun.includes(id) || attempt === undefined)
        return [`a call that nothing justifies: ${what} ${id}`];
      const order = JSON.parse(body) as {
        amount: { currency: string; value: string };
        scenario: string;
        paymentCode?: string;
      };
      const asMeant =
        `${order.amount.currency} ${order.amount.value}` === attempt.amount &&
        (order.scenario === 'OrderCode') === attempt.isOrder &&
        order.paymentCode === (attempt.isOrder ? undefined : attempt.code);
      return asMeant ? [] : [`what is paid is not what was asked for: ${body}`];
    });
  }

  #roomForSecurity(): number {
    this.model.securityAt = this.model.securityAt.filter((at) => this.now - at <= 60_000);
    return securityPerMinuteMax - this.model.securityAt.length;
  }

  /** What is held is in memory only: it is followed by what may be, and compared with what is shown. */
  #followHeld(codes: readonly string[], single: Reading | undefined): void {
    const { model } = this;
    if (model.pane().at !== 'idle') model.held = null;
    const shown = this.#snapshot.held;
    if (shown === null) {
      const dropped =
        single === undefined || (single.is === 'command' && ['drop-held', 'charge'].includes(single.asked.do));
      if (dropped) model.held = null;
      return;
    }
    const now = codes.findLast((code) => code.slice(-4) === shown.codeTail);
    const isNew = now !== undefined && (model.held?.code !== now || shown.leftMs === heldForMs);
    if (isNew) model.held = { code: now, until: this.now + shown.leftMs };
  }

  #replyMisfits(messages: readonly Message[], readings: readonly Reading[]): string[] {
    const replies = this.till.shown.flatMap(({ screen, frame }) =>
      frame.frame === 'reply' ? [{ screen, frame }] : [],
    );
    for (const { frame } of replies) this.#tally.count('replies', wordsOf(frame));
    const due = readings.flatMap(({ id }, index) => (id === null ? [] : [`${messages[index]?.screen} ${id}`]));
    const came = replies.map(({ screen, frame }) => `${screen} ${frame.id}`);
    if (due.toSorted().join('\n') !== came.toSorted().join('\n'))
      return [`replies to ${due.join()} were ${came.join()}`];
    const [reading] = readings;
    const [reply] = replies;
    if (readings.length !== 1 || reading === undefined || reply === undefined) return [];
    return replyMisfit(reading, reply.frame.reply, this.till.written, this.model);
  }

  /** What is shown now, but for its number. */
  #look(): string {
    const shown = { ...this.#snapshot, revision: 0 };
    this.#tally.count('stages', stageName(this.#snapshot));
    this.#before = JSON.stringify(shown);
    return this.#before;
  }
}

function lastDisplayOf(till: Till): Display | null {
  const last = till.shown.findLast(({ frame }) => frame.frame === 'display');
  return last?.frame.frame === 'display' ? last.frame.display : null;
}

function rawOf(message: Message): unknown {
  if ('strange' in message) return strange(message.strange);
  try {
    return JSON.parse(message.text);
  } catch {
    return undefined; // as the host's own line reader
  }
}

function stopIn(asked: Asked): string[] {
  return asked.do === 'stop' ? [asked.paymentRequestId] : [];
}

function codeOf(reading: Reading): string[] {
  if (reading.is !== 'command' || reading.asked.do !== 'scan') return [];
  return [codeIn(reading.asked.text)].filter((code) => code !== null);
}

function wordsOf({ reply }: Extract<HostFrame, { frame: 'reply' }>): string {
  return reply.is === 'refused' || reply.is === 'bad-scan' ? `${reply.is} ${reply.why}` : reply.is;
}

function stageName({ stage, tray, held }: Snapshot): string {
  const base =
    stage.at === 'asking' ? `asking ${stage.phase}` : stage.at === 'outcome' ? `outcome ${stage.outcome}` : stage.at;
  return `${base}${tray.length > 0 ? ' + tray' : ''}${held === null ? '' : ' + held'}`;
}
