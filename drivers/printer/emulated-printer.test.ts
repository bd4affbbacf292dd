import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { scaledClock, type Clock } from '#payment';

import { piecesOf, pngOf, startPrinter, type EmulatedPrinter } from '../../printer/index.ts';
import { readCodes } from '../../printer/testing/read-codes.ts';
import { encodeReceipt } from './encode/encode-receipt.ts';
import { lazyGlyphs } from './glyphs/load-glyphs.ts';
import { kickDrawer } from './service/kick-drawer.ts';
import { nothingKnown } from './service/knowledge.ts';
import { lookAtPrinter, type Look } from './service/look-at-printer.ts';
import { printJob, type JobEnd } from './service/print-job.ts';
import { networkTransport } from './transport/network-transport.ts';

/** A receipt printer that is not there, on this machine's network: written by the reference, and not by what is tested here. */
let printer: EmulatedPrinter;
let clock: Clock;
const patience = { timeout: 60_000 };

beforeAll(async () => {
  printer = await startPrinter({ port: 0, paper: 58 });
  clock = scaledClock(
    { performanceNow: () => performance.now(), dateNow: () => Date.now(), setTimeout, clearTimeout },
    1,
    0,
  );
});
afterAll(() => printer.close());

const markup = [
  '"^^^PAID"',
  '|Harbour Tea House | EUR 12.50|',
  '---',
  '合计 | €12.50',
  '{code:CP0000000123457643288;option:code128,2,64,hri}',
  '{code:CP0000000123457643288;option:qrcode,4,m}',
  'Thank you',
].join('\n');

function document(title: string): Uint8Array {
  const profile = { columns: 32, fonts: 'ascii', cutter: true } as const;
  const glyphs = lazyGlyphs(() => undefined);
  return encodeReceipt({ markup: `${title}\n${markup}`, columns: 32 }, { profile, glyphs });
}

async function look(at = printer): Promise<Look> {
  return await lookAtPrinter({ clock, transport: transport(at), knowledge: nothingKnown, isClean: false }, true);
}

function transport(at = printer): ReturnType<typeof networkTransport> {
  return networkTransport('127.0.0.1', at.port);
}

async function print(title: string, before: Pick<JobEnd, 'knowledge' | 'isClean'>, at = printer): Promise<JobEnd> {
  const { knowledge, isClean } = before;
  return await printJob(
    { clock, transport: transport(at), knowledge, isClean, isAbandoned: () => false },
    document(title),
  );
}

/** How often this title stands on a slip that was cut and has its last line, among the last ones. */
function wholeSlips(title: string, at = printer): number {
  const last = at.device.slips().slice(-4);
  return last.filter(({ isCut, entries }) => {
    const lines = entries.flatMap((entry) => (entry.kind === 'line' ? [entry.text.trim()] : []));
    return isCut && lines.includes(title) && lines.includes('Thank you');
  }).length;
}

const allWell = {
  power: 'on',
  cable: 'in',
  paper: 'ok',
  cover: 'closed',
  mute: false,
  hang: false,
  fault: 'none',
} as const;

describe('an emulated printer on the network', () => {
  it('says what it is and what it can', async () => {
    expect(await look()).toMatchObject({
      trouble: null,
      isReached: true,
      isClean: true,
      name: 'EPSON TM-T20III',
      knowledge: { answers: 'something', automatic: true, reached: true },
    });
  });

  it('prints a receipt once, and says so', async () => {
    const { outcome, isClean } = await print('WELL', await look());
    expect([outcome, isClean]).toEqual([{ kind: 'printed' }, true]);
    expect(wholeSlips('WELL')).toBe(1);
    const [slip] = printer.device.slips().slice(-1);
    if (slip === undefined) throw new Error('nothing was printed');
    const code = 'CP0000000123457643288';
    expect((await readCodes(pngOf(slip))).map(({ format, text }) => `${format} ${text}`)).toEqual([
      `Code128 ${code}`,
      `QRCode ${code}`,
    ]);
  });

  it.each(['ascii', 'western', 'gb18030', 'big5', 'shift-jis', 'ksc5601'] as const)(
    'knows every byte of a receipt in the letters of "%s"',
    (fonts) => {
      const text = `${markup}\nä € Ж 门 門 円 원 ก ế | "門"\n^^门^^\n^^^门^^^ _é_ \`é\``;
      const profile = { columns: 48, fonts, cutter: true } as const;
      const bytes = encodeReceipt({ markup: text, columns: 48 }, { profile, glyphs: lazyGlyphs(() => undefined) });
      const odd = piecesOf(bytes).filter(({ kind }) => kind === 'unknown' || kind === 'ignored');
      expect(odd.map(({ name, at }) => `${name} at ${at}`)).toEqual([]);
    },
  );

  it('opens the drawer, with paper and without', async () => {
    const known = await look();
    const parts = { clock, transport: transport(), ...known, isAbandoned: () => false };
    const before = printer.device.pulses.length;
    expect((await kickDrawer(parts, 2, null)).outcome).toEqual({ kind: 'printed' });
    printer.device.change({ drawer: 'closed', paper: 'out' });
    expect((await kickDrawer(parts, 2, 'low')).outcome).toEqual({ kind: 'printed' });
    expect(printer.device.pulses.length - before).toBe(2);
    printer.device.change({ drawer: 'closed', ...allWell });
  });

  it.each([
    [{ cover: 'open' }, 'cover-open'],
    [{ paper: 'out' }, 'paper-out'],
    [{ fault: 'cutter' }, 'cutter'],
    [{ fault: 'overheated' }, 'overheat'],
    [{ power: 'off' }, 'absent'],
  ] as const)('does not begin with %j', async (condition, trouble) => {
    const known = await look();
    printer.device.change(condition);
    expect((await print('NOT BEGUN', known)).outcome).toEqual({ kind: 'failed', trouble, paperMoved: 'no' });
    printer.device.change(allWell);
    if ('fault' in condition || 'power' in condition) await new Promise((resolve) => setTimeout(resolve, 50));
    expect(wholeSlips('NOT BEGUN')).toBe(0);
  });

  it('[V41] breaks at fifty places of a receipt, and has its copy printed whole', patience, async () => {
    const others = await Promise.all([1, 2, 3, 4].map(() => startPrinter({ port: 0, paper: 58 })));
    const all = [printer, ...others];
    const seen = await Promise.all(all.map((one, at) => breakAtTen(one, at, all.length)));
    expect(new Set(seen.flat())).toEqual(new Set(['failed maybe']));
    for (const other of others) await other.close();
  });
});

const kinds = [{ paper: 'out' }, { cover: 'open' }, { power: 'off' }, { fault: 'cutter' }] as const;

/** Ten of fifty places, `apart` from one another. */
async function breakAtTen(printer: EmulatedPrinter, from: number, apart: number): Promise<string[]> {
  const bytes = document('POINT 00').length;
  const seen: string[] = [];
  let known: Pick<JobEnd, 'knowledge' | 'isClean'> = await look(printer);
  for (let point = from; point < 50; point += apart) {
    const title = `POINT ${String(point).padStart(2, '0')}`;
    const becomes = kinds[point % kinds.length] ?? {};
    const after = Math.floor(((point + 1) * bytes) / 52);
    printer.device.plan({ after, of: point % 3 ? 'printed' : 'received', becomes });
    const end = await print(title, known, printer);
    seen.push(`${end.outcome.kind}${end.outcome.kind === 'failed' ? ` ${end.outcome.paperMoved}` : ''}`);
    printer.device.change(allWell);
    let copy = await print(`COPY OF ${title}`, end, printer);
    // As the queue does: as long as nothing has left, it is tried again.
    for (let tries = 0; tries < 20 && isNotBegun(copy); tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      copy = await print(`COPY OF ${title}`, copy, printer);
    }
    expect([title, copy.outcome]).toEqual([title, { kind: 'printed' }]);
    expect([title, wholeSlips(`COPY OF ${title}`, printer)]).toEqual([title, 1]);
    known = copy;
  }
  return seen;
}

function isNotBegun({ outcome }: JobEnd): boolean {
  return outcome.kind === 'failed' && outcome.paperMoved === 'no';
}
