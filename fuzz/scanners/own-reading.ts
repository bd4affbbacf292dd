import type { Reading } from '../../drivers/index.ts';
import type { HidHow, ScannerName } from './case.ts';
import { dataBytes, places, type Place } from './places.ts';

const charsMax = 4_096;
const bytesMax = 4 * charsMax;

type OwnPart = { bytes: readonly number[]; aim: string; more: boolean };

/** What a scanner's reports, and a silence after them, have to come to. */
export function ownHidReading(scanner: ScannerName, how: HidHow, reports: readonly Uint8Array[]): Reading[] {
  const place = places[scanner];
  const said: Reading[] = [];
  let begun: { bytes: number[]; aim: string } | null = null;
  let broken = false;
  for (const report of reports) {
    const part = ownPart(place, how, [...report]);
    if (part === 'nothing') continue;
    const more = part === 'unreadable' || part === 'unreadable, more' ? part === 'unreadable, more' : part.more;
    if (broken) {
      broken = more;
      continue;
    }
    if (typeof part === 'string') {
      said.push({ is: 'lost', why: 'garbled' });
      begun = null;
      broken = more;
      continue;
    }
    if (begun !== null && begun.aim !== part.aim) {
      said.push({ is: 'lost', why: 'half' });
      begun = null;
      broken = more;
      continue;
    }
    const bytes: number[] = [...(begun?.bytes ?? []), ...part.bytes];
    begun = null;
    if (bytes.length > bytesMax) {
      said.push({ is: 'lost', why: 'too-long' });
      broken = more;
    } else if (more) begun = { bytes, aim: part.aim };
    else said.push(...ownText(bytes, part.aim === '' ? null : part.aim));
  }
  if (begun !== null) said.push({ is: 'lost', why: 'half' });
  return said;
}

function ownPart(
  place: Place,
  how: HidHow,
  report: readonly number[],
): OwnPart | 'nothing' | 'unreadable' | 'unreadable, more' {
  if (report[0] !== 2) return 'nothing';
  const length = report[1] ?? 0;
  if (how === 'descriptor') {
    if (report.length < place.bytes || report.slice(place.bytes).some((byte) => byte > 0)) return 'unreadable';
    return checked(place.vendorId, report, place.aim, place.data, length, place.flag);
  }
  const last = report.length - 1;
  if (how === 'data-first') return checked(place.vendorId, report, null, 2, length, last);
  if (how === 'aim-first') return checked(place.vendorId, report, 2, 5, length, last);
  if (report.length < 59 || report.length > 64) return 'unreadable';
  for (const at of [2, 3]) {
    const behind = report.slice(at + length, at + length + 3);
    if (ownAim(report, at) !== '' && behind.some((byte) => byte > 0))
      return checked(place.vendorId, report, at, at + 3, length, last);
  }
  return checked(place.vendorId, report, null, 2, length, last);
}

function checked(
  vendorId: number,
  report: readonly number[],
  aimAt: number | null,
  dataAt: number,
  length: number,
  flagAt: number,
): OwnPart | 'nothing' | 'unreadable' | 'unreadable, more' {
  const more = ((report[flagAt] ?? 0) & 1) === 1;
  if (length > dataBytes || dataAt + length > flagAt) return more ? 'unreadable, more' : 'unreadable';
  const aim = aimAt === null ? '' : ownAim(report, aimAt);
  if (vendorId === 0x0c2e && (aim === ']X0' || aim === ']Z6')) return 'nothing';
  return { bytes: report.slice(dataAt, dataAt + length), aim, more };
}

function ownAim(report: readonly number[], at: number): string {
  const said = String.fromCharCode(...report.slice(at, at + 3));
  return /^\][a-z][a-z0-9]$/i.test(said) ? said : '';
}

/** What a serial scanner's bytes have to come to. */
export function ownSerialReading(chunks: readonly Uint8Array[], pauses: readonly number[]): Reading[] {
  const said: Reading[] = [];
  let held: number[] = [];
  let tooLong = false;
  let endsLines = false;
  const close = (): void => {
    if (!tooLong) for (const reading of ownText(held, null)) said.push(withoutNoise(reading));
    held = [];
    tooLong = false;
  };
  for (const [index, chunk] of chunks.entries()) {
    for (const byte of chunk) {
      if (byte === 13 || byte === 10) {
        endsLines = true;
        close();
        continue;
      }
      if (!tooLong) held.push(byte);
      if (held.length <= bytesMax) continue;
      said.push({ is: 'lost', why: 'too-long' });
      held = [];
      tooLong = true;
    }
    if (index < chunks.length - 1 && !pauses.includes(index)) continue;
    if (!endsLines) close();
    else if (held.length > 0) said.push({ is: 'lost', why: 'half' });
    held = [];
    tooLong = false;
  }
  return said;
}

function withoutNoise(reading: Reading): Reading {
  if (reading.is === 'lost') return reading;
  const noise = Array.from({ length: reading.text.length }, (_, at) => reading.text.charCodeAt(at)).some(
    (code) => code === 127 || (code < 32 && ![4, 9, 10, 13, 28, 29, 30, 31].includes(code)),
  );
  return noise ? { is: 'lost', why: 'garbled' } : reading;
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function ownText(bytes: readonly number[], aim: string | null): Reading[] {
  let text: string;
  try {
    text = utf8.decode(Uint8Array.from(bytes));
  } catch {
    text = bytes.map((byte) => String.fromCharCode(byte)).join('');
  }
  if (text.endsWith('\r\n')) text = text.slice(0, -2);
  else if (/[\r\n\t]/.test(text.slice(-1))) text = text.slice(0, -1);
  let said = aim;
  if (said === null && /^\][a-z][a-z0-9]/i.test(text)) {
    said = text.slice(0, 3);
    text = text.slice(3);
  }
  if (text === '') return [];
  return [text.length > charsMax ? { is: 'lost', why: 'too-long' } : { is: 'scan', text, aim: said }];
}
