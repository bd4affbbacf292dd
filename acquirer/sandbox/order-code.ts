import { resultOf, writeIsoTime, type AlipayOrderCodeForm } from '#protocol';

import type { Answer } from './answers.ts';
import type { Order } from './order.ts';
import type { World } from './world.ts';

/**
 * A code that nobody can guess, of the shape of Alipay's in-store fixture; 04 stands for one that the shop shows. Its host
 * is of a domain that belongs to nobody (RFC 2606), so a real phone that scans it opens nothing.
 */
export function newOrderCode({ digits }: World): string {
  const unguessable = BigInt(digits(40)).toString(36).padStart(26, '0');
  return `https://order.sandbox.example/281004${digits(6)}${unguessable}`;
}

/** What pay says of an order that waits for a wallet: by switch with or without its code, as `U` or as `S`. */
export function orderCodeAnswer(world: World, order: Order, codeValue: string): Answer {
  const { status, expireTime } = world.settings.switches().orderCode;
  const form: AlipayOrderCodeForm = {
    paymentMethodType: 'CONNECT_WALLET',
    ...(expireTime ? { expireTime: writeIsoTime(order.expiresAt) } : {}),
    codeDetails: [{ codeValueType: 'QRCODE', displayType: 'TEXT', codeValue }],
  };
  return {
    body: {
      result: resultOf(status === 'S' ? 'SUCCESS' : 'PAYMENT_IN_PROCESS'),
      paymentId: order.paymentId,
      ...(takesCode(world) ? { orderCodeForm: form } : {}),
    },
  };
}

/** Whether this answer has the code; an answer without it is counted down. */
function takesCode({ settings }: World): boolean {
  const { sent, withoutCode } = settings.switches().orderCode;
  if (withoutCode === 0) return sent;
  settings.changeSwitches({ orderCode: { withoutCode: withoutCode - 1 } });
  return false;
}
