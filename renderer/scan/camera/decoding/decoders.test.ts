// oxlint-disable-next-line no-restricted-imports -- in the page it is fetched; here nobody serves it
import { readFileSync } from 'node:fs';

import { beforeAll, describe, expect, it, vi } from 'vitest';

import { counterFrame } from '../testing/drawn-frames.ts';
import { renderFrame, type FrameSpec } from '../testing/frames.ts';
import { runsOf } from '../testing/wallet-page.ts';
import { gaussian, seeded } from '../testing/seeded.ts';
import type { Decoder, Luma } from './decoder.ts';
import { readFrame } from './read-frame.ts';
import { areaAround } from './region.ts';
import { zxingJs } from './zxing-js.ts';
import { zxingWasm } from './zxing-wasm.ts';

const wasmFile = new URL('../../../../node_modules/zxing-wasm/dist/reader/zxing_reader.wasm', import.meta.url);
const wasm = zxingWasm(new Uint8Array(readFileSync(wasmFile)));
const js = zxingJs();

beforeAll(async () => {
  await wasm.open();
  await js.open();
});

/** A parcel's digits behind the sign that it is one; they would do for a payment code. */
const parcel = runsOf('^FNC13012345678901234', 'parsefnc');

const small = { width: 400, height: 300, barsWidth: 240 } as const;
const frame = (spec: Partial<FrameSpec> = {}) => renderFrame({ ...small, ...spec });
const textsOf = (decoder: Decoder, luma: Luma): string[] =>
  decoder
    .read(luma)
    .map(({ text, symbology }) => `${symbology} ${text}`)
    .toSorted();

describe.each([wasm, js])('$name', (decoder) => {
  it('reads the barcode and the QR code of a wallet’s page', () => {
    const seen = frame();
    expect(textsOf(decoder, seen)).toEqual([`code128 ${seen.text}`, `qr ${seen.text}`]);
  });

  it.each([16, 18, 24, 32])('reads codes of %i digits', (length) => {
    const seen = frame({ length, layout: 'bars', width: 580, height: 160, barsWidth: 500 });
    expect(textsOf(decoder, seen)).toEqual([`code128 ${seen.text}`]);
  });

  it.each([90, 180, 270])('reads bars that are turned by %i degrees', (turn) => {
    const seen = frame({ layout: 'bars', turn });
    expect(textsOf(decoder, seen)).toEqual([`code128 ${seen.text}`]);
  });

  it('reads the QR code of a page in dark mode', () => {
    const seen = frame({ darkMode: true });
    expect(textsOf(decoder, seen)).toEqual([`qr ${seen.text}`]);
  });

  it('reads a QR code in a dim and grainy picture', () => {
    const noise = decoder.name === 'zxing-wasm' ? 22 : 10;
    const seen = frame({ layout: 'qr', width: 640, height: 400, brightness: 0.2, noise });
    expect(textsOf(decoder, seen)).toEqual([`qr ${seen.text}`]);
  });

  it('reads a QR code that says something else', () => {
    expect(textsOf(decoder, frame({ layout: 'qr', text: 'https://example.com/menu?table=7' }))).toEqual([
      'qr https://example.com/menu?table=7',
    ]);
  });

  it('sees that there are two phones', () => {
    const second = { text: '281111222233334444', dx: 190, dy: 10 };
    const seen = renderFrame({ width: 640, height: 360, barsWidth: 240, layout: 'bars', dx: -150, second });
    expect(textsOf(decoder, seen)).toEqual([`code128 ${seen.text}`, `code128 ${second.text}`].toSorted());
  });

  it('marks the barcode of a parcel, which is no payment code', () => {
    expect(textsOf(decoder, barsOf(parcel))).toEqual(['code128 \u001d3012345678901234']);
  });

  it.each([
    ['nobody', frame({ away: true })],
    ['a phone without codes', frame({ layout: 'nothing' })],
    ['black', { data: new Uint8ClampedArray(320 * 240), width: 320, height: 240 }],
    ['white', { data: new Uint8ClampedArray(320 * 240).fill(255), width: 320, height: 240 }],
    ['grain', grain(320, 240)],
    ['one pixel', { data: Uint8ClampedArray.of(7), width: 1, height: 1 }],
    ['one row', { data: new Uint8ClampedArray(500).fill(9), width: 500, height: 1 }],
    ['one column', { data: new Uint8ClampedArray(500).fill(9), width: 1, height: 500 }],
    ['no pixel at all', { data: new Uint8ClampedArray(0), width: 0, height: 0 }],
  ])('[V35] finds nothing in a picture of %s', (_, luma) => {
    expect(decoder.read(luma)).toEqual([]);
  });

  it('reads on after a picture of another size', () => {
    const seen = frame();
    decoder.read(grain(900, 600));
    decoder.read(grain(3, 2));
    expect(textsOf(decoder, seen)).toHaveLength(2);
  });

  it('refuses a picture that has not as many pixels as it says', () => {
    expect(() => decoder.read({ data: new Uint8ClampedArray(5), width: 3, height: 2 })).toThrow('pixels');
  });

  it('refuses to read before it is open and after it was closed, and opens again', async () => {
    const other = decoder.name === 'zxing-js' ? zxingJs() : zxingWasm(new Uint8Array(readFileSync(wasmFile)));
    expect(() => other.read(frame())).toThrow('not open');
    await Promise.all([other.open(), other.open()]);
    expect(other.read(frame())).toHaveLength(2);
    other.close();
    expect(() => other.read(frame())).toThrow('not open');
    await other.open();
    expect(other.read(frame())).toHaveLength(2);
  });
});

describe('zxing-wasm', () => {
  it('says where each code is', () => {
    const seen = frame({ turn: 8 });
    for (const { symbology, corners } of wasm.read(seen)) {
      const drawn = (symbology === 'qr' ? seen.qr : seen.bars) ?? [];
      for (const [nth, corner] of (corners ?? []).entries()) {
        expect(Math.abs(corner.x - (drawn[nth]?.x ?? 0))).toBeLessThan(12);
        expect(Math.abs(corner.y - (drawn[nth]?.y ?? 0))).toBeLessThan(60);
      }
      expect(corners).toHaveLength(4);
    }
  });

  it('takes no Micro QR code for a QR code', () => {
    // Asked for `QRCode`, the library gives `305899` as well: a Micro QR code in a corner of this one.
    const seen = renderFrame(counterFrame(1_020, { width: 640, height: 480 }));
    expect(textsOf(wasm, seen)).toEqual([`qr ${seen.text}`]);
  });

  it.each([
    ['no WebAssembly file', Uint8Array.of(1, 2, 3)],
    ['an empty one', new Uint8Array(0)],
    ['a file that ends in the middle', new Uint8Array(readFileSync(wasmFile)).slice(0, 100_000)],
  ])('says that it cannot be opened with %s, and can be asked again', async (_, bytes) => {
    const broken = zxingWasm(bytes);
    await expect(broken.open()).rejects.toMatchObject({ name: 'DecoderUnavailable', why: 'wasm-not-loaded' });
    await expect(broken.open()).rejects.toMatchObject({ why: 'wasm-not-loaded' });
  });

  it('says when WebAssembly is not allowed', async () => {
    const refused = vi.spyOn(WebAssembly, 'Module').mockImplementation(refuse);
    await expect(zxingWasm(new Uint8Array(0)).open()).rejects.toMatchObject({ why: 'wasm-forbidden' });
    refused.mockRestore();
  });
});

/** What a browser does where the Content-Security-Policy has no `wasm-unsafe-eval`. */
function refuse(): never {
  throw new WebAssembly.CompileError('forbidden by policy');
}

describe('zxing-js as a witness', () => {
  it.each([0, 90, 180])('reads the bars that the other decoder has found, turned by %i degrees', (turn) => {
    const seen = frame({ layout: 'bars', turn });
    const [found] = wasm.read(seen);
    expect(js.readBars(seen, areaAround(found?.corners ?? []))).toEqual([{ text: seen.text, symbology: 'code128' }]);
  });

  it('says nothing of a place without bars', () => {
    expect(js.readBars(frame(), { x: 0, y: 0, width: 50, height: 300 })).toEqual([]);
    expect(js.readBars(frame(), { x: 900, y: 900, width: 50, height: 50 })).toEqual([]);
  });

  it('finds bars that have something dark on their left', () => {
    // As published the library does not: it looks for the beginning in the first six bars only.
    const seen = barsOf([2, 3, 1, 2, 1, 1, 2, 14, ...parcel]);
    expect(textsOf(js, seen)).toEqual(['code128 \u001d3012345678901234']);
  });
});

describe('one frame', () => {
  it('is read by the first decoder alone where a QR code has a payment code', () => {
    expect(readFrame(frame(), wasm, js).every(({ by }) => by === 'zxing-wasm')).toBe(true);
  });

  it('has the witness’s word about bars without a QR code', () => {
    const seen = frame({ layout: 'bars' });
    expect(readFrame(seen, wasm, js).map(({ by, text }) => [by, text])).toEqual([
      ['zxing-wasm', seen.text],
      ['zxing-js', seen.text],
    ]);
  });

  it('has the witness’s word about bars beside a poster’s QR code', () => {
    const poster = { text: 'https://example.com', symbology: 'qr' } as const;
    const withPoster: Decoder = { ...wasm, read: (luma) => [...wasm.read(luma), poster] };
    expect(readFrame(frame({ layout: 'bars' }), withPoster, js).map(({ by }) => by)).toContain('zxing-js');
  });

  it('asks no witness about more bars than a phone can have', () => {
    let asked = 0;
    const counting = { ...js, readBars: () => ((asked += 1), []) };
    const corners = [{ x: 1, y: 1 }];
    const shelf: Decoder = {
      ...wasm,
      read: () => Array.from({ length: 100 }, (_, nth) => ({ text: `${nth}`, symbology: 'code128', corners })),
    };
    readFrame(frame(), shelf, counting);
    expect(asked).toBe(4);
  });

  it('is read without a witness where there is one decoder only', () => {
    const seen = frame({ layout: 'bars' });
    expect(readFrame(seen, js, null)).toEqual([{ text: seen.text, symbology: 'code128', by: 'zxing-js' }]);
  });
});

/** Any picture: no two pixels have to do with each other. */
function grain(width: number, height: number): Luma {
  const random = seeded(3);
  return { data: Uint8ClampedArray.from({ length: width * height }, () => 128 + 60 * gaussian(random)), width, height };
}

/** Bars and spaces in turn, at three pixels a module, on white. */
function barsOf(runs: readonly number[]): Luma {
  const row = [255, ...runs.map((_, at) => (at % 2 === 0 ? 10 : 245))];
  const greys = [20, ...runs].flatMap((run, at) => Array.from({ length: run * 3 }, () => row[at] ?? 255));
  greys.push(...Array.from({ length: 60 }, () => 255));
  const rows = Array.from({ length: 60 }, () => greys);
  return { data: Uint8ClampedArray.from(rows.flat()), width: greys.length, height: rows.length };
}
