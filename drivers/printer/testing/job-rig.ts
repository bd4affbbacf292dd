import { expect } from 'vitest';

import type { PrinterOutcome } from '#contract';

import { VirtualClock } from '../../../payment/testing/virtual-clock.ts';
import { FakePrinter } from './fake-printer.ts';
import type { Knowledge } from '../service/knowledge.ts';
import { jobUnitMs, jobWithinMs, openWithinMs, statusWithinMs } from '../service/limits.ts';
import { lookAtPrinter, type Look } from '../service/look-at-printer.ts';
import { printJob, type JobEnd } from '../service/print-job.ts';

/** A receipt with text, styles, a picture whose data looks like questions, and a cut. */
export const receipt = Buffer.concat([
  text('\x1bE\x01HARBOUR TEA HOUSE\x1bE\x00\n\x1ba\x00PAID EUR 12.50\n'),
  Buffer.from('1d763000060004001004021d72011b401d61ff10040100001d72ffff1004020a', 'hex'),
  text('Thank you.\n\x1dVB\x00'),
]);
export const copy = Buffer.concat([text('COPY 1\n'), receipt]);
export const learned: Knowledge = { answers: 'something', automatic: true, reached: true };
/** No job of this size may take longer, whatever happens. */
const jobEndsWithinMs = openWithinMs + 6 * statusWithinMs + jobWithinMs + jobUnitMs + 10_000;

const lookEndsWithinMs = openWithinMs + 12 * statusWithinMs;

function text(words: string): Buffer {
  return Buffer.from(words, 'latin1');
}

export type Rig = { clock: VirtualClock; printer: FakePrinter };

export function rig(options: ConstructorParameters<typeof FakePrinter>[1] = {}): Rig {
  const clock = new VirtualClock(0);
  return { clock, printer: new FakePrinter(clock, options) };
}

export async function look({ clock, printer }: Rig, knowledge: Knowledge): Promise<Look> {
  return await within(
    clock,
    lookEndsWithinMs,
    lookAtPrinter({ clock, transport: printer, knowledge, isClean: false }, true),
  );
}

export async function print(
  { clock, printer }: Rig,
  document: Uint8Array,
  { knowledge = learned, isClean = true }: Partial<Pick<JobEnd, 'knowledge' | 'isClean'>> = {},
): Promise<JobEnd> {
  const job = { clock, transport: printer, knowledge, isClean, isAbandoned: () => false };
  return await within(clock, jobEndsWithinMs, printJob(job, document));
}

/** Lets time pass until it has come; it has to within the limit. */
async function within<T>(clock: VirtualClock, limitMs: number, coming: Promise<T>): Promise<T> {
  const come: T[] = [];
  void coming.then((value) => come.push(value));
  for (let waitedMs = 0; come.length === 0 && waitedMs < limitMs; waitedMs += 500) await clock.run(500);
  const [value] = come;
  if (value === undefined) throw new Error('nothing came');
  return value;
}

export function holds(printed: readonly number[], document: Uint8Array): number {
  const [whole, part] = [Buffer.from(printed), Buffer.from(document)];
  let count = 0;
  for (let at = whole.indexOf(part); at >= 0; at = whole.indexOf(part, at + part.length)) count += 1;
  return count;
}

/** What the bytes of a well job are, up to its outcome: the faults are put at each of them. */
export async function bytesOfWellJob(knowledge: Knowledge, isClean: boolean): Promise<number> {
  const well = rig();
  const { outcome } = await print(well, receipt, { knowledge, isClean });
  expect(outcome).toEqual({ kind: 'printed' });
  expect(holds(well.printer.printed, receipt)).toBe(1);
  return well.printer.received;
}

/** What must never be said, whatever happened. */
export function check({ printer }: Rig, outcome: PrinterOutcome, document: Uint8Array, where: string): void {
  const isWhole = holds(printer.printed, document) > 0;
  if (outcome.kind === 'printed') expect(`${where}: ${isWhole ? 'whole' : 'not whole'}`).toBe(`${where}: whole`);
  if (outcome.kind === 'failed' && outcome.paperMoved === 'no')
    expect(`${where}: ${holds(printer.printed, document.subarray(0, 5))} begun`).toBe(`${where}: 0 begun`);
}

export function shown(outcome: PrinterOutcome): string {
  return outcome.kind === 'failed' ? `${outcome.trouble} ${outcome.paperMoved}` : outcome.kind;
}

/** As the queue does: as long as nothing has left, it is tried again. */
export async function printedAtLast(
  rig: Rig,
  document: Uint8Array,
  before: Pick<JobEnd, 'knowledge' | 'isClean'>,
): Promise<JobEnd> {
  let end = await print(rig, document, before);
  for (let tries = 1; tries < 5 && end.outcome.kind === 'failed' && end.outcome.paperMoved === 'no'; tries += 1) {
    await rig.clock.run(2_000);
    end = await print(rig, document, end);
  }
  return end;
}
