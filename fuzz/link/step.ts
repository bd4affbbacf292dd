import type { HintWord } from '#payment';

/** What a history is made of: data only, so that one that fails can be kept and played again. */
export type Step =
  /** Messages that come without the host being left time between them; each is a `Message`, from screen 0 or 1. */
  | { do: 'say'; messages: readonly Message[] }
  /** Time goes on, in ms of machine time. */
  | { do: 'pass'; ms: number }
  /** The acquirer answers one of the calls that wait; `which` counts from the oldest, over the end from the start again. */
  | { do: 'answer'; which: number; says: Says }
  | { do: 'reach'; reachable: boolean }
  /** A hint that was verified, true or not; `minorOff` is what its amount is wrong by. Of a payment that is ours, or none. */
  | { do: 'hint'; id: string; says: HintWord; minorOff: number }
  /** The process ends, and another one starts on the same journal. */
  | { do: 'restart' };

/** `text` is parsed as JSON lines are, and is nothing where that fails; `strange` is a value that JSON has no text for. */
export type Message = { screen: 0 | 1; text: string } | { screen: 0 | 1; strange: string };

/** What the acquirer's script says. `stolen`: a success whose `paymentId` belongs to another payment. */
export type Says =
  | 'succeeded'
  | 'stolen'
  | 'declined'
  | 'failed'
  | 'in-process'
  /** To pay: the code of an order. */
  | 'code'
  | 'unknown'
  | 'silent'
  | 'forged'
  | 'closed'
  | 'not-exist'
  | 'refused';
