import { emptyEntry, entryAmount, majorText, type PaymentRequestId } from '#payment';

import type { Scanned, Snapshot, Stage } from '#contract';

import { codeStepOf } from './code-step.ts';
import { heldLeftMs } from './elapsed.ts';
import type { TillFrame } from './link.ts';
import type { Problem, TillState } from './state.ts';
import { turnedIn } from './tray-card.ts';

/** What a frame from the host changes. `now` is the page's monotonic clock, ms. */
export function receive(state: TillState, frame: TillFrame, now: number): Partial<TillState> {
  switch (frame.frame) {
    case 'host-away':
      return { link: 'lost' };
    case 'alive':
      return state.link === 'lost' ? { link: 'open' } : {};
    case 'cannot-run':
      return { cannotRun: { why: frame.why, detail: frame.detail, file: frame.file } };
    case 'scanned':
      return onScanned(frame, now);
    case 'unpaired':
      return { unpaired: { backend: frame.backend }, link: 'open', cannotRun: null };
    case 'snapshot':
      return isOlder(state.snapshot, frame.snapshot) ? {} : onSnapshot(state, frame.snapshot, now);
  }
}

function onScanned({ via, scanned }: TillFrame & { frame: 'scanned' }, now: number): Partial<TillState> {
  return { problem: problemOf(scanned), lastScan: { via, scanned, at: now } };
}

/** What is said of a scan in the message line; null when it was taken. */
export function problemOf(scanned: Scanned): Problem | null {
  // A receipt's code is no trouble of a scan: what it leads to has a place of its own.
  if (scanned.is === 'ok' || scanned.is === 'receipt' || scanned.is === 'no-receipt') return null;
  return scanned.is === 'test-code' ? { of: 'test-code' } : { of: 'scan', why: scanned.why };
}

function onSnapshot(state: TillState, snapshot: Snapshot, now: number): Partial<TillState> {
  const { stage } = snapshot;
  const before = state.snapshot?.stage;
  const changed: Partial<TillState> = { snapshot, heardAt: now, link: 'open', cannotRun: null, unpaired: null };
  const { currency } = snapshot.shop;

  const entry = state.entry?.currency === currency && !hasBegun(state.snapshot, stage) ? state.entry : null;
  if (entry === null) {
    changed.entry = emptyEntry(currency);
    changed.before = [];
  }
  if (stage.at === 'scan' && (entry === null || entryAmount(entry).minor === 0)) {
    // A reloaded page, or another try: Back finds the amount as it was.
    changed.entry = { currency, typed: majorText(stage.amount), confirmed: true };
  }
  if (stage.at !== 'idle') {
    changed.charging = null;
    changed.sameAmount = null;
  }
  if (snapshot.tray.length === 0) changed.trayOpen = false;
  const turned = turnedIn(state.snapshot?.tray ?? [], snapshot.tray);
  if (turned.length > 0) changed.turned = turned;
  if (isHeldGone(state, snapshot, now)) changed.problem = { of: 'held' };
  if (stage.at !== 'scan' || before?.at !== 'scan' || before.saleId !== stage.saleId) changed.typedCode = null;
  if (stage.at !== 'outcome') changed.left = null;
  if (stage.at !== 'asking' || stage.closing !== null) changed.stopAsked = null;
  if (stage.at !== 'asking') changed.stopping = null;
  if (paymentOf(stage) !== state.thenScan) changed.thenScan = null;
  // A payment's own screens come first: lists and settings give way when there is something new to know.
  if (before !== undefined && newsOf(before) !== newsOf(stage)) {
    changed.trayOpen = false;
    if (stage.at !== 'idle') changed.problem = null;
    if (stage.at !== 'idle' && stage.at !== 'scan') changed.place = 'sale';
  }
  return changed;
}

/** A payment is new, so that what was keyed for it is done with; one that comes from the tray leaves it alone. */
function hasBegun(before: Snapshot | null, stage: Stage): boolean {
  const id = paymentOf(stage);
  if (id === null || before === null) return false;
  return paymentOf(before.stage) !== id && !before.tray.some(({ paymentRequestId }) => paymentRequestId === id);
}

function paymentOf(stage: Stage): PaymentRequestId | null {
  return 'paymentRequestId' in stage ? stage.paymentRequestId : null;
}

/** A snapshot may come this much before the end that was reckoned here, ms of machine time. */
const heldEndMs = 2_000;

/** The code ran out of time, or its host died; one that was charged or dropped was not lost. */
function isHeldGone({ snapshot, heardAt }: TillState, next: Snapshot, now: number): boolean {
  if (snapshot === null || snapshot.held === null || next.held !== null || next.stage.at !== 'idle') return false;
  return snapshot.hostId !== next.hostId || heldLeftMs(snapshot, heardAt, now) <= heldEndMs;
}

/** What a cashier must see of a stage: whether it is open, not known, needs the manager, or how it ended. */
function newsOf(stage: Stage): string {
  switch (stage.at) {
    case 'idle':
    case 'scan':
      return stage.at;
    case 'asking':
      return `asking ${codeStepOf(stage) ?? String(stage.phase === 'unsure')} ${String(stage.escalated)}`;
    case 'cancelling':
      return `cancelling ${String(stage.escalated)}`;
    case 'outcome':
      return `${stage.paymentRequestId} ${stage.outcome}`;
  }
}

function isOlder(held: Snapshot | null, next: Snapshot): boolean {
  return held !== null && held.hostId === next.hostId && next.revision < held.revision;
}
