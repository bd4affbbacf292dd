import { entryAmount, misfitOf, pressKey, SaleId, type EntryKey, type PaymentRequestId } from '#payment';

import { parkAfterMs, type Command, type DriverCommand, type PairingProblem, type Snapshot } from '#contract';

import { codeStepOf, isParkable } from './code-step.ts';
import { elapsedAt } from './elapsed.ts';
import { speak } from './i18n.ts';
import type { Answer, Link } from './link.ts';
import { keepPreferences, showTheme, type Preferences } from './preferences.ts';
import { blockOf, stageOf, useTill, type Place, type Problem } from './state.ts';

type ScanSource = Extract<Command, { do: 'scan' }>['source'];

let link: Link | null = null;
/** How many keys back the entry can be undone: more than any burst types before it is known. */
const beforeMax = 64;
/** A result stands at least this long before a scan may answer it. */
const resultShownMinMs = 2_000;

export function useLink(opened: Link): void {
  link = opened;
}

async function send(command: Command): Promise<Answer> {
  return (await link?.send(command)) ?? { is: 'no-answer' };
}

/** Says what is wrong with an answer; of silence only that it is one, since what was asked may have been done. */
function complain(answer: Answer): void {
  if (answer.is === 'no-answer') say({ of: 'unanswered' });
  if (answer.is === 'refused') say({ of: 'refused', why: answer.why });
  if (answer.is === 'bad-scan') say({ of: 'scan', why: answer.why });
  if (answer.is === 'test-code') say({ of: 'test-code' });
}

export function say(problem: Problem | null): void {
  useTill.setState({ problem });
}

/** What is to be said of a key that did not fit, unless the key turns out to be a scanner's. */
let misfit: { problem: Problem; timer: ReturnType<typeof setTimeout> } | null = null;
/** Longer than a scanner's pause between two keys: a scan of too many digits is not a person's amount. */
const misfitAfterMs = 150;

function sayMisfit(): boolean {
  if (misfit === null) return false;
  say(misfit.problem);
  forgetMisfit();
  return true;
}

function forgetMisfit(): void {
  if (misfit !== null) clearTimeout(misfit.timer);
  misfit = null;
}

/** One key of the amount. The first one over a result also leaves the result. */
export function keyAmount(key: EntryKey): void {
  const state = useTill.getState();
  const stage = stageOf(state);
  if (state.entry === null) return;
  // A key that does nothing is counted all the same: taking back counts keys.
  const before = [...state.before, state.entry].slice(-beforeMax);
  const counts = state.charging === null && (stage.at === 'idle' || stage.at === 'outcome');
  if (!counts) return useTill.setState({ before });
  if (stage.at === 'outcome') void leaveResult(false);
  forgetMisfit();
  const why = misfitOf(state.entry, key);
  if (why !== null) {
    misfit = { problem: { of: 'key', why }, timer: setTimeout(sayMisfit, misfitAfterMs) };
    return useTill.setState({ before });
  }
  useTill.setState({ entry: pressKey(state.entry, key), before, problem: null });
}

/** A person's digit or decimal sign from the keyboard. */
export function typeAmount(char: string): void {
  keyAmount(char === '.' || char === ',' ? 'decimal' : (char as EntryKey));
}

/** The last keys were a scanner's. */
export function takeBack(keys: number): void {
  forgetMisfit();
  const { before, typedCode } = useTill.getState();
  if (typedCode !== null) {
    useTill.setState({ typedCode: typedCode.slice(0, Math.max(0, typedCode.length - keys)) });
    return;
  }
  const entry = before.at(-keys) ?? before[0];
  if (entry !== undefined) useTill.setState({ entry, before: before.slice(0, -keys) });
}

/**
 * The cashier confirms the amount, and whose code is scanned; the sale's number is minted here, once for each press that
 * counts.
 */
export async function confirmAmount(shown: 'their-code' | 'our-code' = 'their-code'): Promise<void> {
  const state = useTill.getState();
  if (state.entry === null || state.charging !== null || stageOf(state).at !== 'idle') return;
  // Why not stands in the message line, once nothing else does.
  if (blockOf(state) !== null) return say(null);
  // Who confirms at once has not seen that the last key was not taken.
  if (sayMisfit()) return;
  const amount = entryAmount(state.entry);
  if (amount.minor === 0) return say({ of: 'refused', why: 'amount-zero' });
  const saleId = newSaleId();
  useTill.setState({ entry: { ...state.entry, confirmed: true } });
  if (shown === 'our-code') return await charge({ do: 'charge', saleId, amount, showCode: true });
  const withHeld = state.snapshot !== null && state.snapshot.held !== null;
  await charge({ do: 'charge', saleId, amount, ...(withHeld ? { withHeld } : {}) });
}

/** The sale that waits for the customer's code shows one of its own instead. */
export async function showCodeInstead(): Promise<void> {
  const state = useTill.getState();
  const stage = stageOf(state);
  if (stage.at !== 'scan') return;
  say(null);
  if (blockOf(state) !== null) return;
  complain(await send({ do: 'show-code', saleId: stage.saleId }));
}

async function charge(command: Command & { do: 'charge' }, isAnew = false): Promise<void> {
  useTill.setState({ charging: command.saleId, problem: null });
  const answer = await send(command);
  if (useTill.getState().charging === command.saleId) useTill.setState({ charging: null });
  if (answer.is === 'same-amount') {
    const { paymentRequestId, elapsedMs } = answer;
    useTill.setState({ sameAmount: { charge: command, paymentRequestId, elapsedMs } });
    return;
  }
  const stage = stageOf(useTill.getState());
  // A host that died opened it, and the next one closed it, before anybody was told: the press still counts, once.
  const isOver = answer.is === 'refused' && answer.why === 'unknown-sale' && stage.at === 'idle';
  if (isOver && !isAnew) return await charge({ ...command, saleId: newSaleId() }, true);
  const isOthers = stage.at === 'scan' && stage.saleId !== command.saleId;
  if (answer.is === 'refused' && answer.why === 'busy' && isOthers) return say({ of: 'other-screen' });
  complain(answer);
}

function newSaleId(): SaleId {
  return SaleId.parse(crypto.randomUUID().replaceAll('-', ''));
}

/** The same customer: nothing is charged. */
export function waitForSame(): void {
  useTill.setState({ sameAmount: null });
}

/** Another customer who pays as much: the same sale goes on. */
export async function chargeAnother(): Promise<void> {
  const { sameAmount } = useTill.getState();
  if (sameAmount === null) return;
  useTill.setState({ sameAmount: null });
  await charge({ ...sameAmount.charge, anotherCustomer: true });
}

/** Something for what reads this till's scanners. */
export async function tellDrivers(device: DriverCommand): Promise<void> {
  complain(await send({ do: 'device', device }));
}

export async function dropHeld(): Promise<void> {
  complain(await send({ do: 'drop-held' }));
}

/** Puts the open payment beside the work pane; before `parkAfterMs`, or while a code can be scanned, the key does nothing. */
export async function park(): Promise<void> {
  const { snapshot, heardAt } = useTill.getState();
  if (snapshot === null) return;
  const { stage } = snapshot;
  if (stage.at !== 'asking' && stage.at !== 'cancelling') return;
  if (stage.at === 'asking' && !isParkable(codeStepOf(stage))) return;
  if (elapsedAt(stage.elapsedMs, heardAt, snapshot.timeScale, performance.now()) < parkAfterMs) return;
  complain(await send({ do: 'park', paymentRequestId: stage.paymentRequestId }));
}

/** Takes a card onto the work pane: an open one goes on there, a known one shows its result. */
export async function takeCard(paymentRequestId: PaymentRequestId): Promise<void> {
  const stage = stageOf(useTill.getState());
  go('sale');
  useTill.setState({ trayOpen: false });
  // PAID goes at the next thing that the cashier does; every other result waits for its own key.
  if (stage.at === 'outcome' && stage.outcome === 'paid') await leaveResult(false);
  complain(await send({ do: 'take', paymentRequestId }));
}

/** On a small screen: the tray as a list. */
export function showTray(trayOpen: boolean): void {
  useTill.setState(({ trayAsked }) => ({ trayOpen, trayAsked: trayOpen ? trayAsked + 1 : trayAsked }));
}

export async function backToAmount(): Promise<void> {
  const state = useTill.getState();
  const stage = stageOf(state);
  if (stage.at !== 'scan') return;
  say(null);
  if (state.entry !== null && entryAmount(state.entry).minor === 0) useTill.setState({ before: [] });
  complain(await send({ do: 'back', saleId: stage.saleId }));
}

/** Gives a scanned or typed text to the host, which decides what it is. */
export async function scan(text: string, source: ScanSource): Promise<Answer> {
  const answer = await giveScan(text, source);
  const isScanned = answer.is === 'ok' || answer.is === 'bad-scan' || answer.is === 'test-code';
  if (isScanned && source !== 'typed')
    useTill.setState({ lastScan: { via: source, scanned: answer, at: performance.now() } });
  return answer;
}

async function giveScan(text: string, source: ScanSource): Promise<Answer> {
  const state = useTill.getState();
  if (state.link !== 'open') {
    say({ of: 'scan', why: 'linkLost' });
    return { is: 'no-answer' };
  }
  say(null);
  const stage = stageOf(state);
  // "Ask the customer to refresh the code", and the cashier scans it at once (DESIGN §0): the same sale, a new try.
  const another = stage.at === 'outcome' && stage.outcome === 'declined' && resultIsOld(state.heardAt);
  if (another) {
    const left = await leaveResult(true);
    if (left.is !== 'ok') return left;
    if (isNewHost(state.snapshot, useTill.getState().snapshot)) return notTaken();
  }
  const { snapshot: before } = useTill.getState();
  const saleId = stage.at === 'idle' ? null : stage.saleId;
  const answer = await send({ do: 'scan', saleId, text, source });
  const { snapshot: after } = useTill.getState();
  // A new host shows every payment that is on record, and what is on no record was not sent (V13).
  if (answer.is === 'no-answer' && isNewHost(before, after)) return hasMore(before, after) ? { is: 'ok' } : notTaken();
  complain(answer);
  return answer;
}

function notTaken(): Answer {
  say({ of: 'scan', why: 'restarted' });
  return { is: 'no-answer' };
}

function isNewHost(before: Snapshot | null, after: Snapshot | null): boolean {
  return before?.hostId !== after?.hostId;
}

/** A payment was begun in between. */
function hasMore(before: Snapshot | null, after: Snapshot | null): boolean {
  const known = new Set(before?.recent.map(({ paymentRequestId }) => paymentRequestId));
  return after?.recent.some(({ paymentRequestId }) => !known.has(paymentRequestId)) === true;
}

function resultIsOld(heardAt: number): boolean {
  return performance.now() - heardAt >= resultShownMinMs;
}

/** Asks before stopping. `thenScan`: the sale waits for the customer's code afterwards. */
export function askToStop(thenScan = false): void {
  const { stopping, ...state } = useTill.getState();
  const stage = stageOf(state);
  if (stage.at !== 'asking' || stage.closing !== null || stopping === stage.paymentRequestId) return;
  const { paymentRequestId } = stage;
  useTill.setState({ stopAsked: paymentRequestId, thenScan: thenScan ? paymentRequestId : null });
}

export function keepWaiting(): void {
  useTill.setState({ stopAsked: null, thenScan: null });
}

/** The code that was to be closed is closed, and nothing was taken: the sale waits for the customer's own code. */
export function goOnToScan(): void {
  const state = useTill.getState();
  const stage = stageOf(state);
  if (stage.at !== 'outcome' || stage.paymentRequestId !== state.thenScan) return;
  useTill.setState({ thenScan: null });
  // Money that comes back is something to be told: that result waits to be read, as every other one.
  if (stage.outcome === 'cancelled' && !stage.moneyGoesBack) void leaveResult(true);
}

export async function stop(): Promise<void> {
  const { stopAsked, stopping } = useTill.getState();
  if (stopAsked === null || stopping === stopAsked) return;
  useTill.setState({ stopAsked: null, stopping: stopAsked });
  await askFor({ do: 'stop', paymentRequestId: stopAsked }, () => useTill.setState({ stopping: null, thenScan: null }));
}

/** The result was seen; `again` waits for another code for the same sale. */
export async function leaveResult(again: boolean): Promise<Answer> {
  const state = useTill.getState();
  const stage = stageOf(state);
  if (stage.at !== 'outcome') return { is: 'ok' };
  const { paymentRequestId } = stage;
  useTill.setState({ left: again ? state.left : paymentRequestId, problem: null });
  const answer = await askFor({ do: 'acknowledge', paymentRequestId, again }, () => useTill.setState({ left: null }));
  if (again && answer.is === 'no-answer') complain(answer);
  return answer;
}

/** Stop and the end of a result wait for a host's word, however long there is none: a new host is asked again. */
async function askFor(command: Command & { do: 'stop' | 'acknowledge' }, refused: () => void): Promise<Answer> {
  unanswered.add(command.paymentRequestId);
  const answer = await send(command);
  unanswered.delete(command.paymentRequestId);
  if (answer.is === 'ok' || answer.is === 'no-answer') return answer;
  refused();
  complain(answer);
  return answer;
}

/** What `askFor` asked about and the link still repeats. */
const unanswered = new Set<PaymentRequestId>();

/**
 * A new host shows that it does not know what was asked here of the one before it: that one never heard it, or died
 * between its answer and the disk (a Stop is on record only when the cancel is).
 */
export function askNewHost(): void {
  const { snapshot, stopping, left } = useTill.getState();
  const stage = snapshot?.stage;
  if (stage === undefined || !('paymentRequestId' in stage) || unanswered.has(stage.paymentRequestId)) return;
  const { paymentRequestId } = stage;
  if (stage.at === 'asking' && stage.closing === null && stopping === paymentRequestId)
    void askFor({ do: 'stop', paymentRequestId }, () => useTill.setState({ stopping: null }));
  if (stage.at === 'outcome' && left === paymentRequestId)
    void askFor({ do: 'acknowledge', paymentRequestId, again: false }, () => useTill.setState({ left: null }));
}

export function go(place: Place): void {
  useTill.setState({
    place,
    problem: null,
    ...(place === 'payments' ? {} : { chosen: null, details: 'none' as const }),
  });
}

export async function showDetails(paymentRequestId: PaymentRequestId): Promise<void> {
  useTill.setState({ place: 'payments', chosen: paymentRequestId, details: 'loading', problem: null });
  const answer = await send({ do: 'details', paymentRequestId });
  if (useTill.getState().chosen !== paymentRequestId) return;
  useTill.setState({ details: answer.is === 'details' ? answer.details : 'none' });
  complain(answer);
}

/** Makes this till known to a backend by a code. What went wrong; null when nothing did, or it was done before. */
export async function pair(backend: string, code: string): Promise<PairingProblem | 'no-answer' | null> {
  const answer = await send({ do: 'pair', backend, code });
  if (answer.is === 'not-paired') return answer.why;
  return answer.is === 'ok' || (answer.is === 'refused' && answer.why === 'not-now') ? null : 'no-answer';
}

export function prefer(change: Partial<Preferences>): void {
  const preferences = { ...useTill.getState().preferences, ...change };
  useTill.setState({ preferences });
  keepPreferences(preferences);
  showTheme(preferences.theme);
  if (change.language !== undefined) void speak(change.language);
}

export function openCodeField(): void {
  useTill.setState({ typedCode: '', problem: null });
}

export function closeCodeField(): void {
  useTill.setState({ typedCode: null, problem: null });
}
