import { describe, expect, it } from 'vitest';

import { bytesOf, scannerFixture } from './fixtures/fixtures.ts';
import { readReportDescriptor } from './report-descriptor.ts';
import { scanLayoutOf } from './scan-layout.ts';

/** Items of a descriptor, in groups of bytes for the eye. */
function layoutOf(...items: readonly string[]) {
  return scanLayoutOf(bytesOf(items.join('').replaceAll(' ', '')));
}

const scanner = '058c 0902 a101';
const bytes = '1500 26ff00 7508';
const byteCount = '0501 093b 9501 8102';
const data56 = '058c 09fe 9538 820201';
const continued = '09ff 7501 9501 8102';
const data = { offsetBits: 0, bits: 448 };

describe('[V35] where a scan lies', () => {
  it('is read from a whole descriptor', () => {
    const layout = scanLayoutOf(bytesOf(scannerFixture('honeywell').descriptor));

    expect(layout?.isNumbered).toBe(true);
    expect([...(layout?.reports ?? [])]).toEqual([
      [
        2,
        {
          bytes: 64,
          byteCount: { offsetBits: 8, bits: 8 },
          aim: [
            { offsetBits: 16, bits: 8 },
            { offsetBits: 24, bits: 8 },
            { offsetBits: 32, bits: 8 },
          ],
          data: { offsetBits: 40, bits: 448 },
          continued: { offsetBits: 504, bits: 1 },
        },
      ],
    ]);
  });

  it('is the same whether the data are one field, fifty-six usages or a field of 448 bits', () => {
    const named = Array.from({ length: 56 }, () => '09fe').join('');
    for (const field of ['09fe 9538 820201', `${named} 9538 8102`, '09fe 76c001 9501 820201'])
      expect(layoutOf(scanner, bytes, '058c', field, 'c0')?.reports.get(0)).toMatchObject({ bytes: 56, data });
  });

  it('is found in a range of usages, behind padding, and in bits that are no bytes', () => {
    const layout = layoutOf(scanner, '7503 9501 8103', '7508', '19fb 29fd 9503 8102', data56, 'c0');

    expect(layout?.reports.get(0)).toMatchObject({
      aim: [
        { offsetBits: 3, bits: 8 },
        { offsetBits: 11, bits: 8 },
        { offsetBits: 19, bits: 8 },
      ],
      data: { offsetBits: 27, bits: 448 },
    });
  });

  it('takes the page that holds at the main item, and a usage’s own page before it', () => {
    expect(layoutOf(scanner, bytes, '09fe 0501 058c 9538 8102', 'c0')).not.toBeNull();
    expect(layoutOf(scanner, bytes, '0501 0bfe008c00 9538 8102', 'c0')).not.toBeNull();
    expect(layoutOf(scanner, bytes, '058c 09fe 0501 9538 8102', 'c0')).toBeNull();
  });

  it('goes back to what was pushed', () => {
    const layout = layoutOf(scanner, '8502', bytes, data56, 'a4', '8503 7501 9508 8102', 'b4', continued, 'c0');

    expect(layout?.reports.get(2)).toMatchObject({ bytes: 58, continued: { offsetBits: 456, bits: 1 } });
  });

  it('has no length or flag where those have no bits', () => {
    const layout = layoutOf(scanner, '7500 9501 0501 093b 8102 058c 09ff 8102', bytes, data56, 'c0');

    expect(layout?.reports.get(0)).toMatchObject({ byteCount: null, continued: null, data });
  });

  it('is kept apart by report, each with its own length', () => {
    const layout = layoutOf(scanner, '8502', bytes, data56, '8505', byteCount, data56, 'c0');

    expect([...(layout?.reports ?? [])].map(([id, report]) => [id, report.bytes])).toEqual([
      [2, 57],
      [5, 58],
    ]);
  });
});

describe('[V35] a descriptor that names no scan', () => {
  it.each([
    ['nothing', ''],
    ['a keyboard', '0501 0906 a101 0507 19e0 29e7 1500 2501 7501 9508 8102 c0'],
    ['decoded data outside of a scanner', `${bytes} ${data56}`],
    ['decoded data of a badge reader', `058c 0901 a101 ${bytes} ${data56} c0`],
    ['decoded data that are constant', `${scanner} ${bytes} 058c 09fe 9538 8103 c0`],
    ['decoded data that are an output', `${scanner} ${bytes} 058c 09fe 9538 9102 c0`],
    ['decoded data of no length', `${scanner} ${bytes} 058c 09fe 9500 8102 c0`],
    ['decoded data of elements without bits', `${scanner} 7500 9538 058c 09fe 8102 c0`],
    ['decoded data of twelve bits', `${scanner} 7501 950c 058c 09fe 8102 c0`],
    ['a length of forty bits', `${scanner} ${bytes} ${data56} 0501 093b 7528 9501 8102 c0`],
    ['usages behind the last element', `${scanner} ${bytes} 058c 09f0 09fe 9501 8102 c0`],
    ['a range of usages the wrong way round', `${scanner} ${bytes} 058c 19ff 29fe 9538 8102 c0`],
  ])('%s', (_name, descriptor) => {
    expect(layoutOf(descriptor)).toBeNull();
  });
});

describe('[V35] a hostile descriptor', () => {
  it.each([
    ['cut in an item', '058c 0902 a1', 'cut-short'],
    ['cut in a long item', 'fe ff 00 00', 'cut-short'],
    ['that never closes a collection', `${scanner} ${bytes} ${data56}`, 'unbalanced'],
    ['that closes one too many', 'c0', 'unbalanced'],
    ['that pops what was not pushed', 'b4', 'unbalanced'],
    ['with report 0', '8500', 'wrong-number'],
    ['with report 300', '862c01', 'wrong-number'],
    ['with fields before the first report', '7508 9501 8102 8501 8102', 'wrong-number'],
    ['with a report of 2^64 bits', '77ffffffff 97ffffffff 8102', 'report-too-long'],
    ['with a report that grows and grows', '77ffff0000 9501 8102 8102 8102', 'report-too-long'],
    ['of 5,000 bytes', '00'.repeat(5_000), 'too-long'],
  ])('%s', (_name, descriptor, problem) => {
    expect(readReportDescriptor(bytesOf(descriptor.replaceAll(' ', '')))).toEqual({ ok: false, error: problem });
  });

  it.each([
    ['two thousand open collections', 'a100'.repeat(1_000) + 'c0'.repeat(1_000)],
    ['usages from nought to 2^32', `${scanner} 1b00000000 2bffffffff 7508 9538 8102 c0`],
    ['four thousand pushes', 'a4'.repeat(4_096)],
    ['two thousand fields', '7501 9501'.replace(' ', '') + '8102'.repeat(2_000)],
    ['long items', 'fe0200aabb'],
  ])('%s costs no more than its length', (_name, descriptor) => {
    const startedAt = performance.now();
    layoutOf(descriptor);

    expect(performance.now() - startedAt).toBeLessThan(50);
  });
});
