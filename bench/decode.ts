import { counterFrame, worstBarsFrame } from '../renderer/scan/camera/testing/drawn-frames.ts';
import { renderFrame } from '../renderer/scan/camera/testing/frames.ts';
import { CannotMeasure } from './cannot-measure.ts';
import { holdingOf } from './decode/holding.ts';
import type { AgreementLine, DecoderLine } from './decode/lines.ts';
import { picturesIn } from './decode/pictures.ts';
import { loadDecoding, readersOf, type Decoding, type Reader } from './decode/readers.ts';
import { tallyOf } from './decode/tally.ts';

/** `images`: a folder of pictures with a manifest; `times`: how many frames of bars are drawn. */
export type DecodeAsked = { images?: string | undefined; times?: number | undefined; seed?: number | undefined };

export type DecodeLine = DecoderLine | AgreementLine;

const barsDefault = 5_000;
/** Each of the other generated frames takes longer to draw: as many as there are of bars, divided by this. */
const pagesShare = 50;
const heldShare = 20;
const heldFrames = 6;
/** From one seed's frames to the next one's. */
const seedStride = 1_000_000;

/**
 * How well the camera's decoders read, and that what they read together is never wrong. Prints as it goes; throws
 * CannotMeasure when a decoder reads less than it is known to, or when a wrong code was accepted.
 */
export async function decode(asked: DecodeAsked, print: (line: DecodeLine) => void): Promise<void> {
  const { images, times = barsDefault, seed = 1 } = asked;
  const decoding = await loadDecoding();
  const lines: DecodeLine[] = [];
  const tell = (found: readonly DecodeLine[]): void => {
    for (const line of found) print(line);
    lines.push(...found);
  };
  if (images === undefined) console.error('  no --images DIR, so only with pictures that are drawn now');
  else tell(onPictures(decoding, images));
  console.error(`  drawing frames with --seed ${seed}`);
  const first = seed * seedStride;
  tell(onPages(decoding, first, Math.ceil(times / pagesShare)));
  tell(onBars(decoding, first, times));
  tell(onHeldBars(decoding, first, Math.ceil(times / heldShare)));
  const unmet = lines.flatMap(shortfallOf);
  if (unmet.length > 0) throw new CannotMeasure(unmet.join('\n'));
}

function shortfallOf(line: DecodeLine): string[] {
  if ('rule' in line) return line.wrong === 0 ? [] : [`${line.set}, ${line.bars}: ${line.wrong} wrong codes accepted.`];
  return line.lost.map((file) => `${line.decoder} is known to read what ${file} shows, and has not read it.`);
}

function onPictures(decoding: Decoding, folder: string): DecodeLine[] {
  const pictures = picturesIn(folder);
  const readers = readersOf(decoding);
  return Object.entries(Object.groupBy(pictures, ({ set }) => set)).flatMap(([set, some = []]) => {
    const tallies = readers.map((reader) => {
      const tally = tallyOf(reader, set);
      for (const picture of some) tally.look({ ...picture, known: picture.readBy[reader.known] ?? '' });
      return tally.line();
    });
    const holding = holdingOf(decoding, 'two-decoders', set);
    for (const { luma, expected } of some) holding.hold([luma], expected);
    return [...tallies, holding.line()];
  });
}

/** Whole wallet pages as a counter's camera sees them. */
function onPages(decoding: Decoding, first: number, count: number): DecodeLine[] {
  const set = 'drawn-pages';
  const { tallies, look } = talliesOf(readersOf(decoding), set);
  const holding = holdingOf(decoding, 'two-decoders', set);
  for (let nth = 0; nth < count; nth += 1) {
    const frame = renderFrame(counterFrame(first + nth, { width: 640, height: 480 }));
    look(frame, frame.text);
    holding.hold([frame], frame.text);
  }
  return [...tallies.map((tally) => tally.line()), holding.line()];
}

/** Bars alone, at the limit: a new barcode in each frame, so that each may be the one that is misread. */
function onBars(decoding: Decoding, first: number, count: number): DecodeLine[] {
  const set = 'drawn-bars';
  const { tallies, look } = talliesOf(readersOf(decoding), set);
  const holding = holdingOf(decoding, 'two-decoders', set);
  for (let nth = 0; nth < count; nth += 1) {
    const frame = renderFrame(worstBarsFrame(first + nth));
    look(frame, frame.text);
    holding.hold([frame], frame.text);
    if ((nth + 1) % 1_000 === 0) console.error(`  ${nth + 1} of ${count} frames of bars`);
  }
  return [...tallies.map((tally) => tally.line()), holding.line()];
}

/** Bars alone, each held still for some frames: what both rules for them say. */
function onHeldBars(decoding: Decoding, first: number, count: number): DecodeLine[] {
  const set = 'drawn-bars-held';
  const holdings = [holdingOf(decoding, 'two-decoders', set), holdingOf(decoding, 'three-frames', set)];
  for (let nth = 0; nth < count; nth += 1) {
    const frames = Array.from({ length: heldFrames }, (_, at) => renderFrame(worstBarsFrame(first + nth, at)));
    for (const holding of holdings) holding.hold(frames, frames[0]?.text ?? null);
  }
  return holdings.map((holding) => holding.line());
}

function talliesOf(readers: readonly Reader[], set: string) {
  const tallies = readers.map((reader) => tallyOf(reader, set));
  const look = (luma: Parameters<Reader['read']>[0], expected: string): void => {
    for (const tally of tallies) tally.look({ file: '', luma, expected, known: null });
  };
  return { tallies, look };
}
