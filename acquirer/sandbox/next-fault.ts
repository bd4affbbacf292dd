import * as z from 'zod';

import type { FaultyApi } from '#contract';

import { amountFaultOf, leavesOrder } from './amount-faults.ts';
import { takeFault, type CallFault } from './faults.ts';
import { orderNamed } from './inquiry.ts';
import type { ApiCall } from './read-call.ts';
import type { World } from './world.ts';

/**
 * What happens to this call: by the switches first, else by its payment's amount; counters are counted down. `call` is
 * null when it could not be read.
 */
export function nextFault(world: World, api: FaultyApi, call: ApiCall | null): CallFault {
  return world.db.transact(() => {
    const { fault, left } = takeFault(world.settings.switches().faults, api);
    if (left !== null) world.settings.changeSwitches({ faults: { [api]: left } });
    const byAmount = fault.mishap === null && call !== null ? faultOfAmount(world, call) : null;
    return byAmount === null ? fault : { ...byAmount, delayMs: Math.max(byAmount.delayMs, fault.delayMs) };
  });
}

function faultOfAmount(world: World, call: ApiCall): CallFault | null {
  const payment = paymentOf(world, call);
  if (payment === null || !world.settings.switches().faultsByAmount) return null;
  const fault = amountFaultOf(payment.minor);
  if (call.api === 'pay' && fault?.refuses !== null && fault?.refuses !== undefined && !leavesOrder(fault.refuses)) {
    return { mishap: 'refuse', refuseCode: fault.refuses, delayMs: 0 };
  }
  if (fault?.call === null || fault?.call.api !== call.api) return null;
  const { mishap, refuseCode, delayMs, times } = fault.call;
  if (Number.isFinite(times) && countedCalls(world, payment.id, call.api) >= times) return null;
  return { mishap, refuseCode, delayMs };
}

function paymentOf(world: World, call: ApiCall): { id: string; minor: number } | null {
  if (call.api === 'pay') return { id: call.pay.paymentRequestId, minor: call.pay.amount.minor };
  const order = orderNamed(world, call.name);
  return order === undefined ? null : { id: order.paymentRequestId, minor: order.amount.minor };
}

const CallRow = z.object({ times: z.int() });

/** How many such calls came before this one, which is counted too. */
function countedCalls(world: World, paymentRequestId: string, api: FaultyApi): number {
  const row = world.db.row(
    `INSERT INTO call_with_fault VALUES (?, ?, 1)
     ON CONFLICT (payment_request_id, api) DO UPDATE SET times = times + 1 RETURNING times`,
    paymentRequestId,
    api,
  );
  return CallRow.parse(row).times - 1;
}
