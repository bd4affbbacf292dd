import { describe, expect, it } from 'vitest';

import { VirtualClock } from '../../../payment/testing/virtual-clock.ts';
import type { Reading } from '../scan.ts';
import { bytesOf, hidPosFixtures, scannerFixture } from './fixtures/fixtures.ts';
import { HidReader } from './hid-reader.ts';
import type { ChosenLayout } from './report-reader.ts';
import { scanLayoutOf } from './scan-layout.ts';

function readerOf(vendorId: number, descriptor: string | null, chosen: ChosenLayout | null = null) {
  const readings: Reading[] = [];
  const described = descriptor === null ? null : scanLayoutOf(bytesOf(descriptor));
  const reader = new HidReader(new VirtualClock(0), vendorId, described, chosen, (reading) => readings.push(reading));
  return { reader, readings };
}

describe.each(hidPosFixtures())('[V35] a report of $scanner', ({ vendorId, descriptor, scans, source, file }) => {
  it('comes from a document, not from a device', () => {
    expect(source, file).toMatch(/^Built from: .+Nothing here is a dump of a device\.$/);
  });

  for (const { name, reports, scan } of scans) {
    const expected = scan === null ? [] : [{ is: 'scan', ...scan }];

    it(`is read by the descriptor: ${name}`, () => {
      const { reader, readings } = readerOf(vendorId, descriptor);
      for (const report of reports) reader.take(bytesOf(report));

      expect(reader.layout).toBe('descriptor');
      expect(readings).toEqual(expected);
    });

    it(`is read without one: ${name}`, () => {
      const { reader, readings } = readerOf(vendorId, null);
      for (const report of reports) reader.take(bytesOf(report));

      expect(reader.layout).toBe('rule');
      expect(readings).toEqual(expected);
    });
  }
});

describe('[V35] a layout that a person chose', () => {
  it.each([
    ['honeywell', 'aim-first'],
    ['plain', 'aim-first'],
    ['newland', 'data-first'],
  ] as const)('reads %s as %s, also against a descriptor that says otherwise', (fixture, chosen) => {
    const { vendorId, scans } = scannerFixture(fixture);
    const misleading = scannerFixture(fixture === 'newland' ? 'honeywell' : 'newland').descriptor;
    const { reader, readings } = readerOf(vendorId, misleading, chosen);
    const given = scans.filter(({ scan }) => scan !== null);
    for (const report of given.flatMap(({ reports }) => reports)) reader.take(bytesOf(report));

    expect(reader.layout).toBe(chosen);
    expect(readings).toEqual(given.map(({ scan }) => ({ is: 'scan', ...scan })));
  });

  it('is left to the driver again', () => {
    const { descriptor, vendorId } = scannerFixture('newland');
    const { reader } = readerOf(vendorId, descriptor, 'aim-first');
    reader.choose(null);

    expect(reader.layout).toBe('descriptor');
  });
});

describe('[V35] reports that are no scans', () => {
  it('of a vendor mode give nothing, and its descriptor is no scanner’s', () => {
    const { descriptor, vendorId, scans } = scannerFixture('microscan');
    const { reader, readings } = readerOf(vendorId, null);
    for (const report of scans.flatMap(({ reports }) => reports)) reader.take(bytesOf(report));

    expect(scanLayoutOf(bytesOf(descriptor))).toBeNull();
    expect(readings).toEqual([]);
  });

  it('are scans from another maker, where Honeywell’s are answers to menu commands', () => {
    const { descriptor, scans } = scannerFixture('honeywell');
    const answer = scans.find(({ scan }) => scan === null)?.reports[0] ?? '';
    const { reader, readings } = readerOf(0x05e0, descriptor);
    reader.take(bytesOf(answer));

    expect(readings).toEqual([{ is: 'scan', text: 'REVINF: WA0001.', aim: ']X0' }]);
  });
});

describe('[V35] a report that is not what was promised', () => {
  const { descriptor, scans, vendorId } = scannerFixture('honeywell');
  const whole = bytesOf(scans[0]?.reports[0] ?? '');
  const garbled = [{ is: 'lost', why: 'garbled' }];

  it.each([
    ['shorter', whole.subarray(0, 40), garbled],
    ['empty', new Uint8Array(), []],
    ['its number alone', whole.subarray(0, 1), garbled],
    ['longer', Uint8Array.from([...whole, ...whole]), garbled],
    ['of a length above its field', whole.with(1, 57), garbled],
    ['of the greatest length', whole.with(1, 255), garbled],
    ['of another number', whole.with(0, 7), []],
    ['of no length', whole.with(1, 0), []],
  ])('%s', (_name, report, expected) => {
    const { reader, readings } = readerOf(vendorId, descriptor);
    reader.take(report);

    expect(readings).toEqual(expected);
  });

  it('longer by zeros is what Windows makes of it', () => {
    const { reader, readings } = readerOf(vendorId, descriptor);
    reader.take(Uint8Array.from([...whole, 0, 0, 0]));

    expect(readings).toMatchObject([{ is: 'scan', text: '281234567890123456' }]);
  });

  it.each([
    ['shorter', whole.subarray(0, 40)],
    ['longer', Uint8Array.from([...whole, 0])],
    ['of a length above its field', whole.with(1, 57)],
  ])('without a descriptor: %s', (_name, report) => {
    const { reader, readings } = readerOf(vendorId, null);
    reader.take(report);

    expect(readings).toEqual(garbled);
  });

  it('gives no byte of the code to what is kept about it', () => {
    const { reader } = readerOf(vendorId, descriptor);

    expect(reader.take(whole)).toEqual({ aim: ']C0', reportId: 2 });
    const unnumbered = '058c0902a101150026ff0075089538 09fe820201c0'.replace(' ', '');
    const bare = readerOf(vendorId, unnumbered);
    expect(bare.reader.take(Buffer.from('281234567890123456'.padEnd(56, '\0')))).toEqual({ aim: null, reportId: null });
    expect(bare.readings).toEqual([{ is: 'scan', text: '281234567890123456', aim: null }]);
  });
});
