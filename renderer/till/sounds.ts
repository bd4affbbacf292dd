import type { Snapshot, Stage, TrayCard } from '#contract';

import { codeStepOf } from './code-step.ts';
import { turnedIn, wordOf } from './tray-card.ts';

export type Sound = 'paid' | 'not-paid' | 'unknown' | 'cancelled' | 'good-scan' | 'bad-scan';

/** One note: when it begins and how long it sounds, s; its pitch, Hz, which may slide to another. */
type Note = { at: number; lasts: number; hz: number; toHz?: number; gain: number };

// Simple, like a card terminal's. Nothing here sounds like an alarm, and unknown sounds like neither answer.
const tunes: Readonly<Record<Sound, readonly Note[]>> = {
  paid: [
    { at: 0, lasts: 0.11, hz: 880, gain: 0.5 },
    { at: 0.14, lasts: 0.2, hz: 1318.5, gain: 0.5 },
  ],
  'not-paid': [{ at: 0, lasts: 0.75, hz: 196, gain: 0.6 }],
  unknown: [
    { at: 0, lasts: 0.16, hz: 523.25, gain: 0.22 },
    { at: 0.26, lasts: 0.16, hz: 523.25, gain: 0.22 },
    { at: 3, lasts: 0.16, hz: 523.25, gain: 0.22 },
    { at: 3.26, lasts: 0.16, hz: 523.25, gain: 0.22 },
  ],
  cancelled: [{ at: 0, lasts: 0.32, hz: 523.25, toHz: 261.63, gain: 0.4 }],
  'good-scan': [{ at: 0, lasts: 0.035, hz: 1975.5, gain: 0.25 }],
  'bad-scan': [
    { at: 0, lasts: 0.07, hz: 220, gain: 0.45 },
    { at: 0.12, lasts: 0.07, hz: 220, gain: 0.45 },
  ],
};

let context: AudioContext | null = null;
let playing: GainNode | null = null;

/** Browsers let a page sound only after a key or a touch. */
export function allowSound(): void {
  context ??= new AudioContext();
  if (context.state === 'suspended') void context.resume();
}

/** A result ends what still sounds, such as the repeat of "unknown". */
export function play(sound: Sound): void {
  allowSound();
  if (context === null) return;
  const out = context.createGain();
  out.connect(context.destination);
  // A scan's tick does not cut a result short.
  if (sound !== 'good-scan' && sound !== 'bad-scan') {
    hush();
    playing = out;
  }
  for (const note of tunes[sound]) playNote(context, out, note);
}

export function hush(): void {
  playing?.disconnect();
  playing = null;
}

function playNote(audio: AudioContext, out: GainNode, note: Note): void {
  const begins = audio.currentTime + note.at + 0.01;
  const ends = begins + note.lasts;
  const tone = audio.createOscillator();
  tone.type = note.hz < 250 ? 'triangle' : 'sine';
  tone.frequency.setValueAtTime(note.hz, begins);
  if (note.toHz !== undefined) tone.frequency.exponentialRampToValueAtTime(note.toHz, ends);
  const shape = audio.createGain();
  // A note that begins or ends at full volume clicks.
  shape.gain.setValueAtTime(0, begins);
  shape.gain.linearRampToValueAtTime(note.gain, begins + 0.008);
  shape.gain.setValueAtTime(note.gain, Math.max(begins + 0.008, ends - 0.03));
  shape.gain.linearRampToValueAtTime(0, ends);
  tone.connect(shape).connect(out);
  tone.start(begins);
  tone.stop(ends + 0.02);
}

/** What a new snapshot sounds like: the work pane first, then a card of the tray that turned. */
export function soundOfNews(before: Snapshot | null, now: Snapshot): Sound | 'hush' | null {
  if (before === null) return null;
  const own = wasSaid(before.tray, now.stage) ? null : soundOf(before.stage, now.stage);
  if (own !== null && own !== 'hush') return own;
  const [turned] = turnedIn(before.tray, now.tray);
  if (turned === undefined) return own;
  const word = wordOf(turned);
  return word in outcomeSounds ? outcomeSounds[word as keyof typeof outcomeSounds] : 'unknown';
}

/** The stage is a card that was taken from the tray and says there what it said before: it has sounded. */
function wasSaid(tray: readonly TrayCard[], stage: Stage): boolean {
  if (stage.at === 'idle' || stage.at === 'scan') return false;
  const card = tray.find(({ paymentRequestId }) => paymentRequestId === stage.paymentRequestId);
  if (card === undefined) return false;
  return stage.at === 'outcome' ? card.state === stage.outcome : card.escalated === stage.escalated;
}

/** What a change of stage sounds like; null where it is silent. `hush` ends a repeat that is no longer true. */
export function soundOf(before: Stage | undefined, now: Stage): Sound | 'hush' | null {
  if (before === undefined) return null;
  if (now.at === 'outcome') {
    if (before.at === 'outcome' && before.paymentRequestId === now.paymentRequestId) return null;
    return outcomeSounds[now.outcome];
  }
  if (isUnknown(now)) return isUnknown(before) && escalated(before) === escalated(now) ? null : 'unknown';
  return isUnknown(before) ? 'hush' : null;
}

const outcomeSounds = {
  paid: 'paid',
  'paid-unwanted': 'paid',
  declined: 'not-paid',
  cancelled: 'cancelled',
  conflict: 'unknown',
} as const;

function isUnknown(stage: Stage): boolean {
  return (stage.at === 'asking' && stage.phase === 'unsure' && codeStepOf(stage) === null) || escalated(stage);
}

function escalated(stage: Stage): boolean {
  return (stage.at === 'asking' || stage.at === 'cancelling') && stage.escalated;
}
