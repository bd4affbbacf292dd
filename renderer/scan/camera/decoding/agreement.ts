import { readPaymentCode, type PaymentCode } from '#payment';

import type { Agreement, Evidence, Testimony, Verdict } from './decoder.ts';
import { foreignTexts, type ForeignText } from './foreign-texts.ts';
import { lately } from './lately.ts';

export type AgreementRules = {
  /** What bars without a QR code need: both decoders say the same of one frame, or one says it of three in a row. */
  readonly bars: 'two-decoders' | 'three-frames';
};

/** Different payment codes within this time: two phones, or a wallet that changed its code just now. */
export const agreementWindowMs = 1_000;
const framesInRow = 3;

/**
 * When a code may be charged. A QR code by one frame: no decoder was seen to give a wrong one. Bars have a sum modulo 103
 * only, and wrong digits that pass it come out again and again where a scratch or a lamp stays in its place; of two
 * decoders that measure differently, none was seen to give the same wrong digits.
 */
export function agreement(rules: AgreementRules = { bars: 'two-decoders' }): Agreement {
  let memory = nothingYet();
  return {
    offer(readings, at) {
      if (memory.decided) return null;
      // A clock that goes back, or gives none, makes nothing older or younger than it is.
      const now = Number.isFinite(at) ? Math.max(memory.at, at) : memory.at;
      const verdict = decide(memory, rules, frameOf(readings, rules), now);
      memory.at = now;
      return verdict;
    },
    reset() {
      memory = nothingYet();
    },
  };
}

type Memory = {
  /** When the last frame was taken, in ms. */
  at: number;
  decided: boolean;
  codes: ReturnType<typeof lately<PaymentCode, true>>;
  foreign: ReturnType<typeof foreignTexts>;
  /** In how many frames in a row these bars were read, and no others. */
  row: { code: PaymentCode; frames: number } | null;
};

function nothingYet(): Memory {
  return {
    at: 0,
    decided: false,
    codes: lately(agreementWindowMs),
    foreign: foreignTexts(agreementWindowMs),
    row: null,
  };
}

function decide(memory: Memory, rules: AgreementRules, frame: Frame, now: number): Verdict {
  memory.row = rules.bars === 'three-frames' ? rowAfter(memory, frame, now) : null;
  for (const code of frame.codes) memory.codes.remember(code, true, now);
  const [code, ...more] = memory.codes.known(now);
  if (code === undefined) return memory.foreign.offer(frame.foreign, now);
  if (more.length > 0) return frame.codes.size > 0 ? { conflict: [code, ...more] } : null;
  const by = evidenceFor(code, frame, memory.row);
  if (by === null) return null;
  memory.decided = true;
  return { code, by };
}

function evidenceFor(code: PaymentCode, { qr, wasmBars, jsBars }: Frame, row: Memory['row']): Evidence | null {
  const [byWasm, byJs] = [wasmBars.has(code), jsBars.has(code)];
  if (qr.has(code)) return byWasm || byJs ? 'qr+code128' : 'qr';
  if (byWasm && byJs) return 'code128-two-decoders';
  return row !== null && row.frames >= framesInRow ? 'code128-three-frames' : null;
}

function rowAfter({ row, at }: Memory, { wasmBars, jsBars }: Frame, now: number): Memory['row'] {
  const [code, ...more] = new Set([...wasmBars, ...jsBars]);
  if (code === undefined || more.length > 0) return null;
  const goesOn = row?.code === code && now - at <= agreementWindowMs;
  return { code, frames: goesOn ? row.frames + 1 : 1 };
}

/** The readings of one frame, sorted. */
type Frame = {
  qr: ReadonlySet<PaymentCode>;
  wasmBars: ReadonlySet<PaymentCode>;
  jsBars: ReadonlySet<PaymentCode>;
  /** The codes that this frame shows: two different ones are a conflict. */
  codes: ReadonlySet<PaymentCode>;
  /** What is read clearly and is no payment code. */
  foreign: readonly ForeignText[];
};

function frameOf(readings: readonly Testimony[], rules: AgreementRules): Frame {
  const [qr, wasmBars, jsBars] = [new Set<PaymentCode>(), new Set<PaymentCode>(), new Set<PaymentCode>()];
  const others: (Testimony & ForeignText)[] = [];
  for (const reading of readings) {
    const code = readPaymentCode(reading.text);
    if (!code.ok) others.push({ ...reading, problem: code.error });
    else if (reading.symbology === 'qr') qr.add(code.value);
    else (reading.by === 'zxing-wasm' ? wasmBars : jsBars).add(code.value);
  }
  const foreign = others.filter((reading) => isClear(reading, others, rules));
  // Asked about bars that the first decoder has read, the second one misreads 2 %: then it does not confirm, and that is all.
  const jsCounts = rules.bars === 'three-frames' || qr.size > 0;
  return { qr, wasmBars, jsBars, codes: new Set([...qr, ...wasmBars, ...(jsCounts ? jsBars : [])]), foreign };
}

/** Bars that only one decoder has read so are no more believed when they say something else than a payment code. */
function isClear(reading: Testimony, others: readonly Testimony[], rules: AgreementRules): boolean {
  if (reading.symbology === 'qr' || rules.bars === 'three-frames') return true;
  return others.some(({ by, text }) => by !== reading.by && text === reading.text);
}
