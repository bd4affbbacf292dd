/** How one decoder did on one set of pictures. */
export type DecoderLine = {
  bench: 'decode';
  decoder: string;
  set: string;
  images: number;
  /** Pictures with something to read. */
  expected: number;
  /** Pictures of which at least one code was read rightly. */
  read: number;
  rate: number | null;
  /** Texts that are not what is on the picture. */
  misread: number;
  /** Of these, how many look like a payment code. */
  misreadCodes: number;
  /** How many of these very files it is known to read; null for pictures that are drawn now. */
  known: number | null;
  /** Files with a code that it is known to read, and has not read. */
  lost: readonly string[];
  p50: number;
  p95: number;
  unit: 'ms';
};

/** What the rule made of what was read. */
export type AgreementLine = {
  bench: 'decode';
  rule: 'agreement';
  /** What bars without a QR code need. */
  bars: 'two-decoders' | 'three-frames';
  set: string;
  /** How many times a code was held before the camera, and for how many frames each. */
  images: number;
  frames: number;
  accepted: number;
  /** Other codes than the one on the picture. */
  wrong: number;
};
