import { prepareZXingModule } from 'zxing-wasm/reader';

import type { Decoder, Luma, Point, Reading } from './decoder.ts';
import { DecoderUnavailable } from './decoder-unavailable.ts';
import { ofGs1 } from './gs1.ts';

/**
 * zxing-cpp, compiled. `wasm`: the address of `zxing_reader.wasm`, or the file itself. It must be given: the library's
 * own default is a server on the internet.
 */
export function zxingWasm(wasm: string | Uint8Array<ArrayBuffer>): Decoder {
  let opening: Promise<Opened> | null = null;
  let opened: Opened | null = null;
  return {
    name: 'zxing-wasm',
    async open() {
      opening ??= load(wasm);
      const mine = opening;
      try {
        const loaded = await mine;
        // Closed meanwhile: nothing is kept.
        if (opening === mine) opened = loaded;
      } catch (error) {
        if (opening === mine) opening = null;
        throw error;
      }
    },
    read(luma) {
      if (opened === null) throw new Error('zxing-wasm is not open');
      return read(opened, luma);
    },
    close() {
      // The module's memory goes with it.
      opened = null;
      opening = null;
    },
  };
}

/** `address`: of the one block in the module's memory that every picture goes through. */
type Opened = { module: Module; address: number; bytes: number };

/** What is used of the compiled module. What it gives lies in its own memory until it is deleted. */
type Module = {
  _malloc(bytes: number): number;
  _free(address: number): void;
  /** Another one whenever the memory has grown. */
  readonly HEAPU8: Uint8Array;
  readBarcodesFromPixmap(address: number, width: number, height: number, how: typeof options): Found;
};

type Found = { size(): number; get(index: number): Result | undefined; delete(): void };

type Result = {
  isValid: boolean;
  /** `QRCode` is of model 1 or 2 only; the symbology of that name has others. */
  format: string;
  text: string;
  contentType: number;
  position: { topLeft: Point; topRight: Point; bottomRight: Point; bottomLeft: Point };
};

async function load(wasm: string | Uint8Array<ArrayBuffer>): Promise<Opened> {
  if (!mayCompile()) throw new DecoderUnavailable('wasm-forbidden');
  const quiet = { print: () => undefined, printErr: () => undefined };
  try {
    const overrides =
      typeof wasm === 'string' ? { ...quiet, locateFile: () => wasm } : { ...quiet, wasmBinary: wasm.slice().buffer };
    const module: unknown = await prepareZXingModule({ overrides, fireImmediately: true });
    return { module: module as Module, address: 0, bytes: 0 };
  } catch (error) {
    throw new DecoderUnavailable('wasm-not-loaded', { cause: error });
  }
}

/** A Content-Security-Policy may forbid it; then the smallest of all modules is refused as well. */
function mayCompile(): boolean {
  try {
    return new WebAssembly.Module(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0)) instanceof WebAssembly.Module;
  } catch {
    return false;
  }
}

/**
 * Measured: `tryDownscale` saves grainy pictures and `tryInvert` the dark mode; with one line instead of two a barcode
 * gives 23 wrong codes instead of 1; many symbols, to notice two phones. This is the library's inner form, numbers for
 * names, and every field must be there: it is not promised between versions.
 */
const options = {
  // Named one by one: `QRCode` means Micro QR as well, which has little to check itself by, and is seen in tilted QR codes.
  formats: 'QRCodeModel1,QRCodeModel2,Code128',
  tryHarder: true,
  tryRotate: true,
  tryInvert: true,
  tryDownscale: true,
  tryDenoise: false,
  binarizer: 0, // LocalAverage
  isPure: false,
  downscaleThreshold: 500,
  downscaleFactor: 3,
  minLineCount: 2,
  maxNumberOfSymbols: 255,
  validateOptionalChecksum: false,
  returnErrors: false,
  eanAddOnSymbol: 0, // Ignore
  textMode: 0, // Plain
  characterSet: 0, // Unknown
  tryCode39ExtendedMode: true,
};

function read(opened: Opened, { data, width, height }: Luma): Reading[] {
  if (data.length !== width * height) throw new Error('a picture with too few or too many pixels');
  if (data.length === 0) return [];
  const { module } = opened;
  if (opened.bytes < data.length) {
    if (opened.address !== 0) module._free(opened.address);
    opened.address = module._malloc(data.length);
    opened.bytes = data.length;
  }
  module.HEAPU8.set(data, opened.address);
  const found = module.readBarcodesFromPixmap(opened.address, width, height, options);
  try {
    return Array.from({ length: found.size() }, (_, index) => found.get(index)).flatMap((result) =>
      result === undefined ? [] : readingsOf(result),
    );
  } finally {
    found.delete();
  }
}

const gs1 = 3; // ContentType

function readingsOf({ isValid, format, text, contentType, position }: Result): Reading[] {
  if (!isValid || (format !== 'QRCode' && format !== 'Code128')) return [];
  const { topLeft, topRight, bottomRight, bottomLeft } = position;
  return [
    {
      text: contentType === gs1 ? ofGs1(text) : text,
      symbology: format === 'QRCode' ? 'qr' : 'code128',
      corners: [topLeft, topRight, bottomRight, bottomLeft],
    },
  ];
}
