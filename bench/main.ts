import { parseArgs } from 'node:util';

import { answerToPaid } from './answer-to-paid.ts';
import { CannotMeasure } from './cannot-measure.ts';
import { codeToQr } from './code-to-qr.ts';
import { confirmToPaid, confirmToPaidByOrderCode } from './confirm-to-paid.ts';
import { electronReady } from './electron-ready.ts';
import type { Line } from './figures.ts';
import { hostMemory } from './host-memory.ts';
import { ready } from './ready.ts';
import { rendererSize } from './renderer-size.ts';
import { scanToWire } from './scan-to-wire.ts';
import { sim } from './sim.ts';

/** `times`: how often it is measured; without it, as often as its percentiles need. */
const benches: Readonly<Record<string, (times?: number) => Promise<Line>>> = {
  'scan-to-wire': scanToWire,
  'answer-to-paid': answerToPaid,
  'code-to-qr': codeToQr,
  'confirm-to-paid': confirmToPaid,
  'confirm-to-paid-by-order-code': confirmToPaidByOrderCode,
  ready,
  'electron-ready': electronReady,
  'renderer-size': rendererSize,
  'host-memory': hostMemory,
  sim,
};

const help = `Usage: npm run bench -- [--only NAME] [--times N]

  --only NAME   one of ${Object.keys(benches).join(', ')} (default: all, one after the other)
  --times N     how often it is measured (default: as often as its 95th percentile needs); for sim, how many sales
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
      console.log(JSON.stringify(await bench(flags.times)));
    } catch (error) {
      if (!(error instanceof CannotMeasure)) throw error;
      console.error(error.message);
      missed += 1;
    }
  }
  return missed === 0 ? 0 : 1;
}

function readFlags(): { help: boolean; only?: string; times?: number } | string {
  try {
    const { values } = parseArgs({
      options: {
        only: { type: 'string' },
        times: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    });
    const { only, times, help } = values;
    if (only !== undefined && benches[only] === undefined)
      return `There is no bench ${only}: --only takes ${Object.keys(benches).join(', ')}.`;
    if (times !== undefined && !/^[1-9]\d{0,6}$/.test(times)) return '--times takes a whole number from 1.';
    return {
      help,
      ...(only === undefined ? {} : { only }),
      ...(times === undefined ? {} : { times: Number(times) }),
    };
  } catch (error) {
    return error instanceof Error ? (error.message.split(/\. |\n/)[0] ?? '') + '.' : 'These flags are not known.';
  }
}

process.exitCode = await main();
