import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';

/** A code that a reader found. `at` is its topmost dot. */
export type FoundCode = { format: string; text: string; at: number };

/**
 * What a reader that knows nothing of the printer finds in the picture of a slip, from the top down: ZXing-C++, which is
 * no relative of what draws the codes.
 */
export async function readCodes(picture: Buffer): Promise<FoundCode[]> {
  reader ??= prepareZXingModule({ overrides: { wasmBinary: wasm() }, fireImmediately: true });
  await reader;
  const found = await readBarcodes(picture, { tryHarder: true, maxNumberOfSymbols: 20, tryRotate: false });
  return found
    .map(({ format, text, position }) => ({ format, text, at: Math.min(position.topLeft.y, position.topRight.y) }))
    .sort((one, other) => one.at - other.at);
}

let reader: Promise<unknown> | undefined;

function wasm(): ArrayBuffer {
  const bytes = readFileSync(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm'));
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
}
