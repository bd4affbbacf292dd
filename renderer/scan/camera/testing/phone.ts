import type { Point } from '../decoding/decoder.ts';
import type { FrameSpec } from './frame-spec.ts';
import { applied, inverse, projection } from './projection.ts';
import type { Random } from './seeded.ts';
import { pageHeight, pageWidth, type CodePlace, type WalletPage } from './wallet-page.ts';

/** A phone in space: what light comes from it to a point of the picture; `roomLight` beside it. */
export type Phone = {
  page: WalletPage;
  lightAt(x: number, y: number): number;
  cornersOf(place: CodePlace): Point[];
  /** Camera pixels for one of its own. */
  scale: number;
};

/** Less than none: it is the room's. */
export const roomLight = -1;

const linear = Float32Array.from({ length: 256 }, (_, grey) => (grey / 255) ** 2.2);
/** The phone's case, in its own pixels around the screen, and how much light comes from it. */
const edge = { sides: 30, ends: 60, light: 0.01 };
const thumbLight = 0.22;
type Pose = Pick<FrameSpec, 'dx' | 'dy' | 'turn'>;

export function phoneOf(page: WalletPage, spec: FrameSpec, { dx, dy, turn }: Pose, random: Random): Phone {
  const scale = spec.barsWidth / page.barsWidth;
  const centre = { x: pageWidth / 2, y: { bars: 690, qr: 1_210, both: 1_000, nothing: 1_000 }[spec.layout] };
  const at = { x: spec.width / 2 + dx, y: spec.height / 2 + dy };
  const project = projection({ scale, at, turn, tiltX: spec.tiltX, tiltY: spec.tiltY });
  const [a, b, c, d, e, f, g, h, i] = inverse(project);
  const { grid, brightness, haze, glare } = spec;
  const { greys } = page;
  const thumb = spec.thumb > 0 ? thumbOn(page[spec.thumbAt], spec.thumb, random) : null;
  const shine = spec.glare > 0 ? shineOn(page[spec.glareAt], random) : null;
  return {
    page,
    scale,
    cornersOf: ({ x, y, width, height }) =>
      [
        [x, y],
        [x + width, y],
        [x + width, y + height],
        [x, y + height],
      ].map(([cornerX = 0, cornerY = 0]) => {
        const [seenX, seenY] = applied(project, cornerX - centre.x, cornerY - centre.y);
        return { x: Math.round(seenX), y: Math.round(seenY) };
      }),
    // A million times a frame, so it makes no objects.
    lightAt(x, y) {
      const depth = g * x + h * y + i;
      const pageX = (a * x + b * y + c) / depth + centre.x;
      const pageY = (d * x + e * y + f) / depth + centre.y;
      if (pageX < 0 || pageY < 0 || pageX >= pageWidth - 1 || pageY >= pageHeight - 1) return besidePage(pageX, pageY);
      let light = linear[greys[Math.round(pageY) * pageWidth + Math.round(pageX)] ?? 0] ?? 0;
      if (grid > 0 && (pageX % 1 < 0.34 || pageY % 1 < 0.25)) light *= 1 - grid;
      light = light * brightness + haze;
      if (thumb !== null && ((pageX - thumb.x) / thumb.width) ** 2 + ((pageY - thumb.y) / thumb.height) ** 2 < 1)
        light = thumbLight;
      if (shine !== null) light += glare * Math.exp(-shine.narrow * ((pageX - shine.x) ** 2 + (pageY - shine.y) ** 2));
      return light;
    },
  };
}

function besidePage(x: number, y: number): number {
  const { sides, ends, light } = edge;
  return x > -sides && x < pageWidth + sides && y > -ends && y < pageHeight + ends ? light : roomLight;
}

function thumbOn(place: CodePlace | null, share: number, random: Random): CodePlace | null {
  if (place === null) return null;
  const x = place.x + place.width * (0.2 + 0.6 * random());
  const y = place.y + place.height * (random() < 0.5 ? 0.05 : 0.95);
  return { x, y, width: place.width * share, height: place.width * share * 0.8, modules: 0 };
}

function shineOn(place: CodePlace | null, random: Random): { x: number; y: number; narrow: number } | null {
  if (place === null) return null;
  const x = place.x + place.width * (0.2 + 0.6 * random());
  const y = place.y + place.height * (0.2 + 0.6 * random());
  return { x, y, narrow: 2 / (place.width * 0.28) ** 2 };
}
