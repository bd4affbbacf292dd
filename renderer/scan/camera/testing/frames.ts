import type { Luma, Point } from '../decoding/decoder.ts';
import { blurred, developed, overExposed, shaken, type Light } from './lens.ts';
import { sharpFrame, type FrameSpec } from './frame-spec.ts';
import { phoneOf, roomLight, type Phone } from './phone.ts';
import { paymentDigits, seeded, type Random } from './seeded.ts';
import { walletPage } from './wallet-page.ts';

export { type FrameSpec } from './frame-spec.ts';

/** A frame, and what is on it: corners as `Reading.corners`, null for what is not shown. */
export type Frame = Luma & {
  readonly text: string;
  readonly bars: readonly Point[] | null;
  readonly qr: readonly Point[] | null;
};

/** What a camera sees. The same spec gives the same pixels. */
export function renderFrame(changes: Partial<FrameSpec>): Frame {
  const spec = { ...sharpFrame, ...changes };
  const random = seeded(spec.seed);
  const text = spec.text ?? paymentDigits(random, spec.length);
  const first = phoneOf(walletPage({ ...spec, text }), spec, spec, random);
  const phones = spec.away ? [] : [first];
  if (spec.second !== undefined && !spec.away) {
    const { second } = spec;
    const page = walletPage({ ...spec, text: second.text });
    phones.push(phoneOf(page, spec, { turn: 0, ...second }, () => 0.5));
  }
  const seen = lightOf(spec, phones, roomOf(spec, random));
  const light = overExposed(shaken(blurred(seen, spec.blur), spec.motion, spec.motionAngle), spec.gain);
  const data = developed(light, spec.noise, spec.nth === 0 ? random : seeded(spec.seed ^ Math.imul(spec.nth, 0x9e37)));
  const { bars, qr } = first.page;
  return {
    data,
    width: spec.width,
    height: spec.height,
    text,
    bars: spec.away || bars === null ? null : first.cornersOf(bars),
    qr: spec.away || qr === null ? null : first.cornersOf(qr),
  };
}

type Room = (x: number, y: number) => number;

/** Something uneven behind the phone. */
function roomOf({ ambient }: FrameSpec, random: Random): Room {
  const [first, second] = [random() * 6, random() * 6];
  return (x, y) => {
    const waves = 0.2 * Math.sin(x / 97 + first) * Math.cos(y / 61 + second);
    const stripes = Math.floor(x / 160 + first) % 2 === 0 ? 0 : 0.12;
    return ambient * (0.75 + waves + stripes);
  };
}

function lightOf({ width, height }: FrameSpec, phones: readonly Phone[], room: Room): Light {
  const values = new Float32Array(width * height);
  const fine = Math.min(3, Math.max(2, Math.ceil(0.9 / (phones[0]?.scale ?? 1))));
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      let sum = 0;
      for (let part = 0; part < fine * fine; part += 1) {
        const atX = x + ((part % fine) + 0.5) / fine;
        const atY = y + (Math.floor(part / fine) + 0.5) / fine;
        let light = roomLight;
        for (let nth = 0; light === roomLight && nth < phones.length; nth += 1)
          light = phones[nth]?.lightAt(atX, atY) ?? roomLight;
        sum += light === roomLight ? room(x, y) : light;
      }
      values[y * width + x] = sum / (fine * fine);
    }
  }
  return { values, width, height };
}
