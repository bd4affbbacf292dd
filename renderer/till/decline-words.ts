import type { Stage } from '#contract';

import en from './messages/en.json';

type DeclineName = keyof typeof en.decline;
type Scenario = (Stage & { at: 'outcome' })['scenario'];

/** What is wrong with a code, said in words about the customer's own code. */
const ofTheirCode: ReadonlySet<string> = new Set(['EXPIRED_CODE', 'INVALID_CODE', 'NEVER_ARRIVED']);

/** The words for a decline's code; a code without words of its own gets the general ones. */
export function declineWords(code: string | null, scenario: Scenario): DeclineName {
  if (code === null || !Object.hasOwn(en.decline, code)) return 'other';
  return scenario === 'OrderCode' && ofTheirCode.has(code) ? 'ourCode' : (code as DeclineName);
}
