import type { ApiFaults, FaultyApi, Switches, SwitchesChange } from '#contract';

/** What is done to one call: before it acts, and to its answer. */
export type CallFault = {
  before: 'act' | 'drop' | 'answer-unknown';
  after: 'answer' | 'drop' | 'answer-unknown';
  delayMs: number;
};

type Faults = Switches['faults'];
type Counted = Exclude<keyof ApiFaults, 'delayMs'>;

/** Which fault a counter stands for, gravest first: one call takes one. */
const table: readonly (readonly [Counted, Pick<CallFault, 'before' | 'after'>])[] = [
  ['dropBefore', { before: 'drop', after: 'drop' }],
  ['unknownBefore', { before: 'answer-unknown', after: 'answer' }],
  ['dropAfter', { before: 'act', after: 'drop' }],
  ['unknownAfter', { before: 'act', after: 'answer-unknown' }],
];

const none: ApiFaults = { dropBefore: 0, dropAfter: 0, unknownBefore: 0, unknownAfter: 0, delayMs: 0 };

export const noFaults: Faults = { pay: none, inquiryPayment: none, cancelPayment: none };

export function changedFaults(faults: Faults, change: NonNullable<SwitchesChange['faults']>): Faults {
  return {
    pay: { ...faults.pay, ...defined(change.pay) },
    inquiryPayment: { ...faults.inquiryPayment, ...defined(change.inquiryPayment) },
    cancelPayment: { ...faults.cancelPayment, ...defined(change.cancelPayment) },
  };
}

/** The fault of the next call of `api`, and the counters after it; null when nothing is counted down. */
export function takeFault(faults: Faults, api: FaultyApi): { fault: CallFault; left: Partial<ApiFaults> | null } {
  const { delayMs } = faults[api];
  const due = table.find(([counter]) => faults[api][counter] > 0);
  if (due === undefined) return { fault: { before: 'act', after: 'answer', delayMs }, left: null };
  const [counter, fault] = due;
  return { fault: { ...fault, delayMs }, left: { [counter]: faults[api][counter] - 1 } };
}

function defined(change: { [K in keyof ApiFaults]?: ApiFaults[K] | undefined } | undefined): Partial<ApiFaults> {
  return Object.fromEntries(Object.entries(change ?? {}).filter(([, value]) => value !== undefined));
}
