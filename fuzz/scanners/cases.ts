import { bytesOf, scannerFixture } from '../../drivers/fakes/index.ts';
import type { Chance } from '../chance.ts';
import { mutatedBytes } from '../mutation/byte-mutation.ts';
import { scannerNames, type HidHow, type ScannerCase, type ScannerName } from './case.ts';
import { aims, symbolBytes } from './contents.ts';
import { dataBytes, places } from './places.ts';

const hows: readonly [HidHow, ...HidHow[]] = ['descriptor', 'descriptor', 'rule', 'rule', 'aim-first', 'data-first'];

/** Reports of one scanner: symbols as it sends them, of which some reports are changed, left out, doubled or moved. */
export function hidCase(chance: Chance): ScannerCase {
  const scanner = chance.pick(scannerNames);
  const reports: Uint8Array[] = [];
  for (let symbols = chance.whole(1, 3); symbols > 0; symbols -= 1) {
    // Now and then one that is longer than any text that is taken.
    const bytesMax = chance.of(0.002) ? 17_500 : chance.of(0.01) ? 5_000 : 400;
    reports.push(...symbolReports(scanner, symbolBytes(chance, bytesMax), chance.pick(aims)));
  }
  const changed = chance.of(0.6) ? reports.flatMap((report) => changedReport(report, chance)) : reports;
  return { kind: 'hid', scanner, how: chance.pick(hows), reports: changed.map(hexOf) };
}

function symbolReports(scanner: ScannerName, bytes: Uint8Array, aim: string): Uint8Array[] {
  const { bytes: reportBytes, aim: aimAt, data, flag } = places[scanner];
  const reports: Uint8Array[] = [];
  let at = 0;
  do {
    const part = bytes.subarray(at, at + dataBytes);
    at += dataBytes;
    const report = Buffer.alloc(reportBytes);
    report[0] = 2;
    report[1] = part.byteLength;
    if (aimAt !== null) report.write(aim, aimAt, 3, 'latin1');
    report.set(part, data);
    report[flag] = at < bytes.byteLength ? 1 : 0;
    reports.push(report);
  } while (at < bytes.byteLength);
  return reports;
}

function changedReport(report: Uint8Array, chance: Chance): Uint8Array[] {
  switch (
    chance.weighted([
      ['as it is', 8],
      ['mutated', 3],
      ['length', 1],
      ['flag', 1],
      ['left out', 1],
      ['doubled', 1],
      ['merged', 1],
      ['random', 1],
    ])
  ) {
    case 'as it is':
      return [report];
    case 'mutated':
      return [mutatedBytes(report, chance, chance.whole(1, 4))];
    case 'length':
      return [Uint8Array.from(report).with(1, chance.whole(0, 255))];
    case 'flag':
      return [Uint8Array.from(report).with(report.byteLength - 1, chance.whole(0, 255))];
    case 'left out':
      return [];
    case 'doubled':
      return [report, report];
    case 'merged':
      return [Buffer.concat([report, report])];
    default:
      return [Uint8Array.from({ length: chance.whole(0, 130) }, () => chance.whole(0, 255))];
  }
}

/** Bytes of a serial scanner in chunks as a port gives them, at most 4 KB but for a few. */
export function serialCase(chance: Chance): ScannerCase {
  const symbols: Uint8Array[] = [];
  for (let count = chance.whole(1, 3); count > 0; count -= 1) {
    const symbol = symbolBytes(chance, chance.of(0.003) ? 20_000 : chance.of(0.02) ? 4_096 : 300);
    symbols.push(chance.of(0.3) ? Buffer.concat([Buffer.from(chance.pick(aims), 'latin1'), symbol]) : symbol);
  }
  const whole = chance.of(0.3)
    ? mutatedBytes(Buffer.concat(symbols), chance, chance.whole(1, 6))
    : Buffer.concat(symbols);
  const chunks: Uint8Array[] = [];
  for (let at = 0; at < whole.byteLength;) {
    const length = chance.of(0.5) ? whole.byteLength : chance.whole(1, 64);
    chunks.push(whole.subarray(at, at + length));
    at += length;
  }
  const pauses = chunks.map((_, index) => index).filter(() => chance.of(0.1));
  return { kind: 'serial', chunks: chunks.map(hexOf), pauses };
}

/** A descriptor: a scanner's with changes, items in any order, or noise; and reports to read by it. */
export function descriptorCase(chance: Chance): ScannerCase {
  const scanner = chance.pick(scannerNames);
  const real = bytesOf(scannerFixture(scanner).descriptor);
  const descriptor = chance.weighted<() => Uint8Array>([
    [() => real, 1],
    [() => mutatedBytes(real, chance, chance.whole(1, 5)), 6],
    [() => items(chance), 3],
    [() => Uint8Array.from({ length: chance.whole(0, 400) }, () => chance.whole(0, 255)), 1],
    [() => Buffer.concat([real, items(chance), real]), 1],
  ])();
  const reports = symbolReports(scanner, symbolBytes(chance, 200), chance.pick(aims));
  reports.push(Uint8Array.from({ length: chance.whole(0, 200) }, () => chance.whole(0, 255)));
  return { kind: 'descriptor', descriptor: hexOf(descriptor), reports: reports.map(hexOf) };
}

/** Items that a scanner's descriptor may have, with values of any size. */
function items(chance: Chance): Uint8Array {
  const tags = [0x04, 0x08, 0x18, 0x28, 0x74, 0x84, 0x94, 0x80, 0x90, 0xa0, 0xc0, 0xa4, 0xb4, 0x14, 0xfc] as const;
  const values = [0, 1, 2, 8, 0x3b, 0x8c, 0xfb, 0xfe, 0xff, 0x38, 0x8c_00fe, 0xffff_ffff] as const;
  const bytes: number[] = chance.of(0.7) ? [0x05, 0x8c, 0x09, 0x02, 0xa1, 0x01] : [];
  for (let count = chance.whole(1, 80); count > 0; count -= 1) {
    const size = chance.whole(0, 3);
    const value = Buffer.alloc(4);
    value.writeUInt32LE(chance.pick(values));
    bytes.push(chance.pick(tags) | size, ...value.subarray(0, size === 3 ? 4 : size));
  }
  if (chance.of(0.5)) bytes.push(0xc0);
  return Uint8Array.from(bytes);
}

function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
