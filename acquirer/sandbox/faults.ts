import { CallMishap, type ApiFaults, type FaultyApi, type Switches, type SwitchesChange } from '#contract';
import { isResultCode, type ResultCode } from '#protocol';

/** What is done to one call. */
export type CallFault = { mishap: CallMishap | null; refuseCode: ResultCode; delayMs: number };

type Faults = Switches['faults'];

const none: ApiFaults = {
  dropBefore: 0,
  resetBefore: 0,
  silentBefore: 0,
  unknownBefore: 0,
  refuse: 0,
  dropAfter: 0,
  resetAfter: 0,
  silentAfter: 0,
  unknownAfter: 0,
  unsigned: 0,
  wrongKey: 0,
  http500: 0,
  http502: 0,
  refuseCode: 'PROCESS_FAIL',
  delayMs: 0,
};

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
  const { delayMs, refuseCode } = faults[api];
  // The names stand in the order in which they are taken.
  const mishap = CallMishap.options.find((name) => faults[api][name] > 0) ?? null;
  const fault = { mishap, refuseCode: isResultCode(refuseCode) ? refuseCode : 'PROCESS_FAIL', delayMs } as const;
  return { fault, left: mishap === null ? null : { [mishap]: faults[api][mishap] - 1 } };
}

function defined(change: { [K in keyof ApiFaults]?: ApiFaults[K] | undefined } | undefined): Partial<ApiFaults> {
  return Object.fromEntries(Object.entries(change ?? {}).filter(([, value]) => value !== undefined));
}
