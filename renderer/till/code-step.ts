import type { Stage } from '#contract';

/** Where a code that we show is: asked for, there to be scanned, or off while we find out whether somebody paid. */
export type CodeStep = 'making' | 'on' | 'closing';

/** A code that is shown, or may still come, stays beside the customer. */
export function isParkable(step: CodeStep | null): boolean {
  return step === null || step === 'closing';
}

/**
 * Null for a payment by the customer's own code, and for one whose code is no matter any more: found open at a start, when
 * its code is never shown again (RELIABILITY 5.2b, M6), or handed to the manager.
 */
export function codeStepOf(stage: Stage & { at: 'asking' }): CodeStep | null {
  if (stage.scenario !== 'OrderCode' || stage.recovered || stage.escalated) return null;
  if (stage.closing !== null) return 'closing';
  if (stage.orderCode === null) return stage.phase === 'shown' ? 'closing' : 'making';
  return stage.orderCode.isOn ? 'on' : 'closing';
}
