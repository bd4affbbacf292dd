import type { PageLook } from './wallet-page.ts';

/** One picture of a phone over a counter. Degrees for angles; pixels are the camera's. */
export type FrameSpec = Omit<PageLook, 'text'> & {
  seed: number;
  /** Which of the frames that a camera takes of this one after the other: each has a grain of its own. */
  nth: number;
  width: number;
  height: number;
  /** Any text; without it, a payment code of `length` digits from the seed. */
  text?: string;
  length: number;
  /** How wide the barcode is in the picture, in pixels, or would be if it were there: the phone's distance. */
  barsWidth: number;
  turn: number;
  tiltX: number;
  tiltY: number;
  /** From the middle of the picture, in pixels. */
  dx: number;
  dy: number;
  /** Deviation, in pixels; 0.5 is as sharp as a lens gets. */
  blur: number;
  /** Length, in pixels. */
  motion: number;
  motionAngle: number;
  /** Deviation, in grey levels of 255. */
  noise: number;
  /** The phone's light, linear: 1 is all that the sensor can tell. */
  brightness: number;
  /** Light that lies over everything, linear. */
  haze: number;
  /** Exposed this many times too long; 1 is right. */
  gain: number;
  /** How strong a lamp is mirrored in the glass. */
  glare: number;
  glareAt: 'qr' | 'bars';
  /** How dark the lines between the screen's pixels are, 0 to 1. */
  grid: number;
  /** How much of a code's width a thumb hides, 0 to 1. */
  thumb: number;
  thumbAt: 'qr' | 'bars';
  /** The light of the room, linear. */
  ambient: number;
  /** No phone in the picture. */
  away: boolean;
  /** Another phone in the same picture. */
  second?: { text: string; dx: number; dy: number; turn?: number };
};

/** A phone that is held well, 18 digits, both codes. */
export const sharpFrame: FrameSpec = {
  seed: 1,
  nth: 0,
  width: 1_280,
  height: 720,
  length: 18,
  layout: 'both',
  darkMode: false,
  errorCorrection: 'M',
  logo: false,
  barsWidth: 300,
  turn: 0,
  tiltX: 0,
  tiltY: 0,
  dx: 0,
  dy: 0,
  blur: 0.5,
  motion: 0,
  motionAngle: 0,
  noise: 3,
  brightness: 0.8,
  haze: 0.02,
  gain: 1,
  glare: 0,
  glareAt: 'qr',
  grid: 0,
  thumb: 0,
  thumbAt: 'qr',
  ambient: 0.18,
  away: false,
};
