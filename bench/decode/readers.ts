import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

import * as zxing from '@zxing/library';

import type { Decoder, Luma, Reading, Witness } from '../../renderer/scan/camera/decoding/index.ts';
import { resolveDeepImports } from './deep-imports.ts';

/** What can be asked for a picture's codes. `known`: its name in the manifest of the pictures. */
export type Reader = { name: string; known: string; read(luma: Luma): readonly Pick<Reading, 'text' | 'symbology'>[] };

/** The product's own code that is measured. Loaded here, because Node must first be told how its library names files. */
export async function loadDecoding() {
  resolveDeepImports();
  const decoding = await import('../../renderer/scan/camera/decoding/index.ts');
  const wasm: Decoder = decoding.zxingWasm(new Uint8Array(readFileSync(wasmFile)));
  const js: Witness = decoding.zxingJs();
  await wasm.open();
  await js.open();
  return { ...decoding, wasm, js };
}

export type Decoding = Awaited<ReturnType<typeof loadDecoding>>;

const wasmFile = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');

/** The two decoders, and for comparison the library of the second one as it is published. */
export function readersOf({ wasm, js }: Decoding): Reader[] {
  return [
    { name: 'zxing-wasm', known: 'zxing-wasm', read: (luma) => wasm.read(luma) },
    { name: 'zxing-js', known: 'zxing-js-mended', read: (luma) => js.read(luma) },
    { name: 'zxing-js-as-published', known: 'zxing-js', read: readAsPublished },
  ];
}

// From its root: these are other modules than those that are mended.
const published = new zxing.MultiFormatReader();
published.setHints(
  new Map<zxing.DecodeHintType, unknown>([
    [zxing.DecodeHintType.TRY_HARDER, true],
    [zxing.DecodeHintType.POSSIBLE_FORMATS, [zxing.BarcodeFormat.QR_CODE, zxing.BarcodeFormat.CODE_128]],
  ]),
);

function readAsPublished({ data, width, height }: Luma): ReturnType<Reader['read']> {
  const bitmap = new zxing.BinaryBitmap(new zxing.HybridBinarizer(new zxing.RGBLuminanceSource(data, width, height)));
  const { warn } = console;
  // It writes a warning with a stack for every picture that has nothing.
  console.warn = () => undefined;
  try {
    const result = published.decodeWithState(bitmap);
    const symbology = result.getBarcodeFormat() === zxing.BarcodeFormat.QR_CODE ? 'qr' : 'code128';
    return [{ text: result.getText(), symbology }];
  } catch {
    return [];
  } finally {
    console.warn = warn;
  }
}
