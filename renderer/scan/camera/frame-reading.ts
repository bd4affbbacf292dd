import type { Agreement, Luma, Testimony, Verdict } from './decoding/index.ts';
import { lightOf } from './picture-light.ts';
import type { FromReader, Light, ReadTiming } from './reader-messages.ts';

/** What is in view for long is said again this often, so that the page knows that it still is. */
const saidEveryMs = 500;
/** What is read again after this time is something new. */
const stillMs = 1_000;
/** The light is looked at once in so many frames. */
const lightEvery = 15;

/** Reads the codes of a frame; `count` is its number within the look, from 0. */
export type ReadCodes = (luma: Luma, count: number) => readonly Testimony[];

/** One look after the other: what each frame of it says, until a code may be charged. No clock and no thread of its own. */
export class FrameReading {
  readonly #read: ReadCodes;
  readonly #agreement: Agreement;
  #look: number | null = null;
  #count = 0;
  #light: Light | null = null;
  #said: { message: FromReader; words: string; at: number } | null = null;

  constructor(read: ReadCodes, agreement: Agreement) {
    this.#read = read;
    this.#agreement = agreement;
  }

  /** The look that is under way; null while nothing is to be read. */
  get look(): number | null {
    return this.#look;
  }

  begin(look: number): void {
    this.#agreement.reset();
    this.#look = look;
    this.#count = 0;
    this.#light = null;
    this.#said = null;
  }

  rest(): void {
    this.#look = null;
  }

  /** What is to be said of a frame. A code ends the look. */
  offer(luma: Luma, came: Omit<ReadTiming, 'readAt'>, now: () => number): FromReader[] {
    const look = this.#look;
    if (look === null) return [];
    const readings = this.#read(luma, this.#count);
    const verdict = this.#agreement.offer(readings, came.cameAt);
    const timing = { ...came, readAt: now() };
    const said = this.#wordsOf(look, verdict, timing) ?? (readings.length > 0 ? this.#stillThere(timing) : null);
    const light = this.#count % lightEvery === 0 ? this.#lightNews(luma) : [];
    this.#count += 1;
    if (said?.from === 'code') this.rest();
    return said === null ? light : [said, ...light];
  }

  #wordsOf(look: number, verdict: Verdict, timing: ReadTiming): FromReader | null {
    if (verdict === null) return null;
    if ('code' in verdict) return { from: 'code', look, text: verdict.code, by: verdict.by, timing };
    if ('foreign' in verdict) return this.#seldom({ from: 'foreign', look, why: verdict.foreign }, timing);
    return this.#seldom({ from: 'conflict' in verdict ? 'two-codes' : 'test-code', look }, timing);
  }

  #seldom<Message extends FromReader>(message: Message, { cameAt }: ReadTiming): Message | null {
    const words = JSON.stringify(message);
    if (this.#said?.words === words && cameAt - this.#said.at < saidEveryMs) return null;
    this.#said = { message, words, at: cameAt };
    return message;
  }

  /** The rule of agreement says a thing once; what is said of it stands as long as something is read. */
  #stillThere(timing: ReadTiming): FromReader | null {
    if (this.#said === null || timing.cameAt - this.#said.at > stillMs) return null;
    return this.#seldom(this.#said.message, timing);
  }

  /** Said with the first frame of a look, which is then known to have come, and when it changes. */
  #lightNews(luma: Luma): FromReader[] {
    const light = lightOf(luma);
    if (light === this.#light) return [];
    this.#light = light;
    return [{ from: 'light', light }];
  }
}
