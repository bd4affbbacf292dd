import { parseArgs } from 'node:util';

import { answerToPaid } from './answer-to-paid.ts';
import { cameraToCode } from './camera-to-code.ts';
import { CannotMeasure } from './cannot-measure.ts';
import { codeToQr } from './code-to-qr.ts';
import { confirmToPaid, confirmToPaidByOrderCode } from './confirm-to-paid.ts';
import { decode, type DecodeAsked, type DecodeLine } from './decode.ts';
import { electronReady } from './electron-ready.ts';
import type { Line } from './figures.ts';
import { hostMemory } from './host-memory.ts';
import { ready } from './ready.ts';
import { receipt } from './receipt.ts';
import { rendererSize } from './renderer-size.ts';
import { reportToScan } from './report-to-scan.ts';
import { scanToWire } from './scan-to-wire.ts';
import { sim } from './sim.ts';

/** `times`: how often it is measured; without it, as often as its percentiles need. Resolves to nothing when it has printed. */
const benches: Readonly<Record<string, (times: number | undefined, flags: DecodeAsked) => Promise<Line | null>>> = {
  'scan-to-wire': scanToWire,
  'report-to-scan': reportToScan,
  'answer-to-paid': answerToPaid,
  'code-to-qr': codeToQr,
  'camera-to-code': cameraToCode,
  'confirm-to-paid': confirmToPaid,
  'confirm-to-paid-by-order-code': confirmToPaidByOrderCode,
  ready,
  'electron-ready': electronReady,
  'renderer-size': rendererSize,
  'host-memory': hostMemory,
  receipt,
  decode: (_times, flags) => decode(flags, print).then(() => null),
  sim,
};

const help = `Usage: npm run bench -- [--only NAME] [--times N] [--images DIR] [--seed N]

  --only NAME   one of ${Object.keys(benches).join(', ')} (default: all, one after the other)
  --times N     how often it is measured (default: as often as its 95th percentile needs); for sim, how many sales;
                for decode, how many frames with bars
  --images DIR  for decode: a folder of pictures with a manifest.json
  --seed N      for decode: of the frames that it draws (default 1)
  --help        this
Prints one line of JSON for each on stdout, and how it goes on stderr. bench/README.md says what each figure means.`;

async function main(): Promise<number> {
  const flags = readFlags();
  if (typeof flags === 'string') {
    console.error(flags);
    return 2;
  }
  if (flags.help) {
    console.log(help);
    return 0;
  }
  let missed = 0;
  for (const [name, bench] of Object.entries(benches)) {
    if (flags.only !== undefined && flags.only !== name) continue;
    console.error(`${name} …`);
    try {
      const line = await bench(flags.times, flags);
      if (line !== null) print(line);
    } catch (error) {
      if (!(error instanceof CannotMeasure)) throw error;
      console.error(error.message);
      missed += 1;
    }
  }
  return missed === 0 ? 0 : 1;
}

function print(line: Line | DecodeLine): void {
  console.log(JSON.stringify(line));
}

function readFlags(): ({ help: boolean; only?: string } & DecodeAsked) | string {
  try {
    const { values } = parseArgs({
      options: {
        only: { type: 'string' },
        times: { type: 'string' },
        images: { type: 'string' },
        seed: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    });
    const { only, times, images, seed, help } = values;
    if (only !== undefined && benches[only] === undefined)
      return `There is no bench ${only}: --only takes ${Object.keys(benches).join(', ')}.`;
    if (times !== undefined && !/^[1-9]\d{0,6}$/.test(times)) return '--times takes a whole number from 1.';
    if (seed !== undefined && !/^\d{1,3}$/.test(seed)) return '--seed takes a whole number up to 999.';
    return {
      help,
      images,
      ...(only === undefined ? {} : { only }),
      ...(times === undefined ? {} : { times: Number(times) }),
      ...(seed === undefined ? {} : { seed: Number(seed) }),
    };
  } catch (error) {
    return error instanceof Error ? (error.message.split(/\. |\n/)[0] ?? '') + '.' : 'These flags are not known.';
  }
}

process.exitCode = await main();
