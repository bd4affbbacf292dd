import { isDeepStrictEqual } from 'node:util';

import { bytesOf, scannerFixture } from '../../drivers/fakes/index.ts';
import {
  HidReader,
  scanLayoutOf,
  SerialReader,
  type BitField,
  type Reading,
  type ScanLayout,
} from '../../drivers/index.ts';
import { readPaymentCode } from '#payment';

import type { ScannerCase, ScannerName } from './case.ts';
import { ownHidReading, ownSerialReading } from './own-reading.ts';
import { places } from './places.ts';
import { StillClock } from './still-clock.ts';

/** What a case came to; `misfit`: a sentence about what should not be, without a byte of what was scanned. */
export type Played = {
  readings: readonly Reading[];
  /** How many of them are payment codes. */
  codes: number;
  /** What the product took for its readings. */
  ms: number;
  misfit: string | null;
};

type Read = { readings: readonly Reading[]; ms: number };

const layouts = new Map<ScannerName, ScanLayout | null>();

/** Lets the product read a case, and says what is wrong with the outcome. */
export function playScannerCase(one: ScannerCase): Played {
  try {
    switch (one.kind) {
      case 'hid':
        return playHid(one);
      case 'serial':
        return playSerial(one);
      case 'descriptor':
        return playDescriptor(one);
    }
  } catch (error) {
    return { readings: [], codes: 0, ms: 0, misfit: `${one.kind}: threw ${String(error)}` };
  }
}

function playHid({ scanner, how, reports }: Extract<ScannerCase, { kind: 'hid' }>): Played {
  const given = reports.map(bytesOf);
  if (!layouts.has(scanner)) layouts.set(scanner, scanLayoutOf(bytesOf(scannerFixture(scanner).descriptor)));
  const described = how === 'rule' ? null : (layouts.get(scanner) ?? null);
  const chosen = how === 'aim-first' || how === 'data-first' ? how : null;
  const read = readHid(places[scanner].vendorId, described, chosen, given);
  const misfit = isDeepStrictEqual(read.readings, ownHidReading(scanner, how, given))
    ? null
    : `${scanner} by ${how}: read otherwise than its documents say`;
  return judged(read, given, misfit);
}

function playSerial({ chunks, pauses }: Extract<ScannerCase, { kind: 'serial' }>): Played {
  const given = chunks.map(bytesOf);
  const clock = new StillClock();
  const readings: Reading[] = [];
  const startedAt = performance.now();
  const reader = new SerialReader(clock, (reading) => readings.push(reading));
  for (const [index, chunk] of given.entries()) {
    reader.take(chunk);
    if (pauses.includes(index)) clock.pass();
  }
  clock.pass();
  const ms = performance.now() - startedAt;
  const misfit = isDeepStrictEqual(readings, ownSerialReading(given, pauses))
    ? null
    : 'serial: read otherwise than by hand';
  return judged({ readings, ms }, given, misfit);
}

function playDescriptor({ descriptor, reports }: Extract<ScannerCase, { kind: 'descriptor' }>): Played {
  const given = reports.map(bytesOf);
  const startedAt = performance.now();
  const layout = scanLayoutOf(bytesOf(descriptor));
  const layoutMs = performance.now() - startedAt;
  const { readings, ms } = readHid(0, layout, null, given);
  return judged({ readings, ms: ms + layoutMs }, given, layout === null ? null : layoutMisfit(layout));
}

function readHid(
  vendorId: number,
  described: ScanLayout | null,
  chosen: 'aim-first' | 'data-first' | null,
  reports: readonly Uint8Array[],
): Read {
  const clock = new StillClock();
  const readings: Reading[] = [];
  const startedAt = performance.now();
  const reader = new HidReader(clock, vendorId, described, chosen, (reading) => readings.push(reading));
  for (const report of reports) reader.take(report);
  clock.pass();
  return { readings, ms: performance.now() - startedAt };
}

/** HID's own limit for a report; Linux has the same. */
const reportBytesMax = 16_384 + 1;

function layoutMisfit({ reports }: ScanLayout): string | null {
  for (const report of reports.values()) {
    const fields = [report.byteCount, ...(report.aim ?? []), report.data, report.continued];
    const isInside = (field: BitField | null): boolean =>
      field === null || (field.offsetBits >= 0 && field.bits > 0 && field.offsetBits + field.bits <= report.bytes * 8);
    if (report.bytes > reportBytesMax || !fields.every(isInside))
      return 'descriptor: a field lies outside of its report';
    if (report.data.bits % 8 !== 0) return 'descriptor: data of broken bytes';
  }
  return null;
}

/** Nothing but whole codes that were in the bytes, and losses; and each code is a payment code or is refused by name (V35). */
function judged({ readings, ms }: Read, given: readonly Uint8Array[], misfit: string | null): Played {
  let codes = 0;
  let found = misfit;
  for (const reading of readings) {
    if (reading.is === 'lost') {
      if (!['half', 'too-long', 'garbled'].includes(reading.why)) found ??= `lost, because of ${reading.why}`;
      continue;
    }
    const { text, aim } = reading;
    if (text === '' || text.length > 4_096) found ??= 'a text of no length, or of too great length';
    if (aim !== null && !/^\][A-Za-z][0-9A-Za-z]$/.test(aim)) found ??= 'an AIM identifier that is none';
    const code = readPaymentCode(text);
    if (!code.ok) {
      if (!problems.has(code.error)) found ??= 'a code that is refused without a name';
      continue;
    }
    codes += 1;
    if (!/^(2[5-9]|30)\d{14,30}$/.test(code.value)) found ??= 'a payment code that is none';
    if (!isWithin(code.value, given)) found ??= 'a payment code that nobody scanned';
  }
  return { readings, codes, ms, misfit: found };
}

const problems = new Set(['empty', 'letters', 'too-short', 'too-long', 'wrong-start', 'web-address', 'card-number']);

/** All digits came, in this order. */
function isWithin(code: string, given: readonly Uint8Array[]): boolean {
  let at = 0;
  for (const bytes of given)
    for (const byte of bytes) {
      if (byte === code.charCodeAt(at)) at += 1;
      if (at === code.length) return true;
    }
  return false;
}
