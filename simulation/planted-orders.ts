import type { Display } from '#contract';
import type { AttemptWire, PaymentId, PayIntent, Policy } from '#payment';

import { bug, deskBug, tillBug, type PlantedBug } from './planted-bug.ts';

/** Mistakes that can only be made with order codes. */
export const orderBugs: readonly PlantedBug[] = [
  bug('pay S of an order is taken for its payment', ['V6'], { intent: asPaymentCode, wire: believingPay }),
  bug('an order is polled without a gate', ['V27'], { gated: false, policy: withOrder({ pollMs: 2_000 }) }),
  bug('the gate of an order forgets at a restart', ['V27'], {
    gateRemembers: false,
    policy: withOrder({ pollMs: 2_500 }),
  }),
  bug('an order has no deadline', ['5.1'], { policy: withOrder({ deadlineAfterMs: 3_600_000 }) }),
  bug('nobody is told of an order', ['V24'], { policy: withOrder({ escalateAfterMs: 900_000 }) }),
  tillBug('an order has no deadline', ['5.1'], { policy: withOrder({ deadlineAfterMs: 3_600_000 }) }),
  tillBug('an order without a code is not closed', ['5.2b'], { policy: withOrder({ closesWithoutCode: false }) }),
  tillBug('that a code is off is not recorded', ['5.2b'], { policy: withOrder({ hideBeforeMs: null }) }),
  tillBug('a code is shown until it expires', ['5.2b'], { policy: withOrder({ hideBeforeMs: 0 }) }),
  tillBug('a code is shown until the outcome', ['5.2b'], { display: onUntilOutcome }),
  tillBug('a code is shown again after a restart', ['5.2b'], { display: onAgain }),
  deskBug('a code is always new', ['5.2b'], { codeLeft: () => 180_000 }),
  deskBug('each POST of an order makes another one', ['5.2b', 'V17'], { keepsCodes: false }),
];

function withOrder(change: Partial<Policy['order']>): (policy: Policy) => Policy {
  return (policy) => ({ ...policy, order: { ...policy.order, ...change } });
}

function asPaymentCode(intent: PayIntent): PayIntent {
  return { ...intent, scenario: 'PaymentCode' };
}

function believingPay(wire: AttemptWire, { paymentRequestId, wallAt }: PayIntent): AttemptWire {
  return {
    ...wire,
    pay: async (number) => {
      const answer = await wire.pay(number);
      if (answer.kind !== 'code') return answer;
      const success = { paymentId: `MADE${paymentRequestId}` as PaymentId, paidAt: wallAt, wallet: null };
      return { kind: 'succeeded', success, proof: answer.proof };
    },
  };
}

function onUntilOutcome(now: Display, last: Display | null): Display {
  const goesOff = last?.now.shows === 'code' && now.now.shows === 'closing';
  return goesOff ? { ...now, now: last.now } : now;
}

function onAgain(now: Display, last: Display | null): Display {
  const isAgain = last?.now.shows === 'code' && last.hostId !== now.hostId && now.now.shows === 'problem';
  return isAgain ? { ...now, now: last.now } : now;
}
