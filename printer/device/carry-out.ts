import { word, type Piece, type RealTime } from '../parse/index.ts';
import { runPiece, type Press } from '../render/index.ts';
import type { Condition, ConditionChange } from './condition.ts';
import { cutCommands } from './cut.ts';
import { pulseOf, realTimePulseOf, type Pulse } from './drawer.ts';
import {
  automaticStatus,
  identityBytes,
  realTimeStatusByte,
  requestedStatusByte,
  type Identity,
  type OpenLevel,
} from './status-bytes.ts';

/** What commands reach of the printer. */
export type Inner = {
  readonly press: Press;
  readonly options: { identity: Identity; openLevel: OpenLevel };
  condition(): Condition;
  change(change: ConditionChange): void;
  /** To whoever is connected now. */
  send(bytes: Uint8Array): void;
  pulse(pulse: Pulse): void;
  forgetJobs(): void;
  /** `GS a n`; 0 for no automatic status. */
  statusMask: number;
  /** `ESC =`: only the printer that is selected takes what comes. */
  isSelected: boolean;
  /** `GS ( D`: whether DLE DC4 1 and 2 are taken. */
  realTimePulse: boolean;
  realTimePowerOff: boolean;
};

/** Carries out one piece of what was sent, in its turn. */
export function carryOut(inner: Inner, piece: Piece): void {
  if (piece.name === 'ESC =') inner.isSelected = ((piece.bytes[2] ?? 1) & 1) === 1;
  if (!inner.isSelected || realTimeNames.has(piece.name)) return;
  runPiece(inner.press, piece);
  if (piece.kind === 'command') answersAndDeeds[piece.name]?.(inner, piece.bytes);
}

/** Carries out a real-time command, at the moment of its coming. */
export function actOnRealTime(inner: Inner, { name, bytes }: RealTime): void {
  const n = bytes[2] ?? 0;
  if (name === 'DLE EOT') {
    const status = realTimeStatusByte(n, inner.condition(), inner.options.openLevel);
    if (status !== null) inner.send(Uint8Array.of(status));
  } else if (name === 'DLE ENQ') {
    // 1 goes on with the line where it stopped, 2 without what was to come.
    if (n === 2) inner.forgetJobs();
    if ((n === 1 || n === 2) && inner.condition().fault === 'cutter') inner.change({ fault: 'none' });
  } else actOnDeviceControl(inner, n, bytes);
}

function actOnDeviceControl(inner: Inner, fn: number, bytes: Uint8Array): void {
  if (fn === 1 && inner.realTimePulse) {
    const pulse = realTimePulseOf(bytes);
    if (pulse !== null) inner.pulse(pulse);
  } else if (fn === 2 && inner.realTimePowerOff && bytes[3] === 1 && bytes[4] === 8) inner.change({ power: 'off' });
  else if (fn === 8 && clearsBuffer.every((byte, index) => bytes[3 + index] === byte)) {
    inner.forgetJobs();
    inner.press.reset();
  }
}

/** Were taken when they came; at their turn they say nothing. */
const realTimeNames: ReadonlySet<string> = new Set(['DLE EOT', 'DLE ENQ', 'DLE DC4']);

/** `DLE DC4 8 d1…d7`, so long that nobody sends it by chance. */
const clearsBuffer = [1, 3, 20, 1, 6, 2, 8];

type Deed = (inner: Inner, bytes: Uint8Array) => void;

const answersAndDeeds: Readonly<Record<string, Deed>> = {
  'ESC @': (inner) => void (inner.statusMask = 0),
  'GS a': (inner, [, , mask = 0]) => {
    inner.statusMask = mask;
    if (mask !== 0) inner.send(Uint8Array.from(automaticStatus(inner.condition(), inner.options.openLevel)));
  },
  'GS r': (inner, [, , n = 0]) => answer(inner, requestedStatusByte(n, inner.condition(), inner.options.openLevel)),
  // Older ways to ask the same.
  'ESC u': (inner) => answer(inner, requestedStatusByte(2, inner.condition(), inner.options.openLevel)),
  'ESC v': (inner) => answer(inner, requestedStatusByte(1, inner.condition(), inner.options.openLevel)),
  'GS I': (inner, [, , n = 0]) => {
    const bytes = identityBytes(n, inner.options.identity);
    if (bytes !== null) inner.send(bytes);
  },
  'GS (': (inner, bytes) => {
    const parameters = bytes.subarray(5, 5 + word(bytes, 3));
    if (bytes[2] === 0x48) echoProcess(inner, parameters);
    if (bytes[2] === 0x44) switchRealTime(inner, parameters);
  },
  'ESC p': (inner, bytes) => {
    const pulse = pulseOf(bytes);
    if (pulse !== null) inner.pulse(pulse);
  },
  ...Object.fromEntries(Object.entries(cutCommands).map(([name, cut]) => [name, cutDeed(cut)])),
};

function cutDeed(cut: (press: Press, bytes: Uint8Array) => void): Deed {
  return (inner, bytes) => cut(inner.press, bytes);
}

function answer(inner: Inner, status: number | null): void {
  if (status !== null) inner.send(Uint8Array.of(status));
}

/** `GS ( H`, function 48: the four characters come back once everything before them is done. */
function echoProcess(inner: Inner, [fn, m, ...id]: Uint8Array): void {
  if (fn === 48 && m === 48 && id.length === 4) inner.send(Uint8Array.from([0x37, 0x22, ...id, 0]));
}

/** `GS ( D`, m = 20: which real-time commands are taken. */
function switchRealTime(inner: Inner, [m, ...pairs]: Uint8Array): void {
  if (m !== 20) return;
  for (let at = 0; at + 1 < pairs.length; at += 2) {
    const isOn = [1, 49].includes(pairs[at + 1] ?? 0);
    if (pairs[at] === 1) inner.realTimePulse = isOn;
    if (pairs[at] === 2) inner.realTimePowerOff = isOn;
  }
}
