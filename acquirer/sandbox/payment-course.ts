import type { PaymentCourse, WalletTemper } from '#contract';
import type { EpochMs } from '#payment';

import { amountFaultOf } from './amount-faults.ts';
import type { Order } from './order.ts';
import type { World } from './world.ts';

export type Course = { course: PaymentCourse; afterMs: number };

/** The course of the next payment by the switches, which count it, else by its amount; null: its wallet decides. */
export function takeCourse(world: World, minor: number): Course | null {
  const { nextPayments, faultsByAmount } = world.settings.switches();
  if (nextPayments.times > 0) {
    world.settings.changeSwitches({ nextPayments: { times: nextPayments.times - 1 } });
    return nextPayments;
  }
  return faultsByAmount ? (amountFaultOf(minor)?.course ?? null) : null;
}

/** What a wallet's temper makes of every payment. */
export function courseOf(temper: WalletTemper): Course | null {
  if (temper === 'last-second') return { course: 'last-second', afterMs: 0 };
  return temper === 'pays-after-cancel' ? { course: 'pays-after-cancel', afterMs: lateMs } : null;
}

/** Some wallets finish what they began although they were told to stop: by then the cancel has been answered. */
const lateMs = 5_000;
const lastMomentMs = 1_000;
const foreverMs = 10 * 365 * 86_400_000;

/** The order as its customer will go on with it; the course begins at `since`. */
export function orderOnCourse(order: Order, course: Course | null, since: EpochMs): Order {
  const lastMoment = Math.max(since, order.expiresAt - lastMomentMs);
  switch (course?.course) {
    case undefined:
      return order;
    case 'succeeds-later':
      // An order that has ended is not paid any more.
      return { ...order, silent: false, asks: false, paysAt: Math.min(since + course.afterMs, lastMoment) };
    case 'stays-in-process':
      return { ...order, silent: false, asks: false, expiresAt: since + foreverMs };
    case 'last-second':
      return { ...order, silent: false, paysAt: lastMoment };
    case 'pays-after-cancel':
      return { ...order, silent: false, lateMs: course.afterMs };
  }
}
