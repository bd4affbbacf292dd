import type { KeyObject } from 'node:crypto';

import { NotifyMishap, type NotificationList } from '#contract';
import type { EpochMs, Timer } from '#payment';

import type { Client } from './gateway.ts';
import { deliver, type Delivery } from './deliver.ts';
import { notificationBody } from './notification-body.ts';
import type { Order } from './order.ts';
import { outboxStore, type Notice } from './outbox-store.ts';
import { strangerKey } from './spoil.ts';
import { inLedger, type World } from './world.ts';

/** At once; the others wait for their turn. */
const sendingMax = 16;
const copies = 8;
/** Timers of Node hold no more than 24 days. */
const lookAgainMaxMs = 86_400_000;

export type OutboxOptions = { clients: readonly Client[]; ownKey: KeyObject; onFault(fault: unknown): void };

/** Alipay+'s notifications: of final states, signed, and sent again until they are acknowledged (DOMAIN 2.8, 10.3). */
export type Outbox = {
  /** By switch: a payment that has ended is notified before its pay is answered. */
  beforeAnswer(paymentRequestId: string): Promise<void>;
  list(paymentRequestId: string | undefined): NotificationList;
  close(): void;
};

/** What is kept of an earlier run is sent on. */
export function openOutbox(world: World, options: OutboxOptions): Outbox {
  const store = outboxStore(world.db);
  let timer: Timer | null = null;
  let sending = 0;
  let closed = false;

  const rules = () => world.settings.switches().notifications;

  const arm = (): void => {
    timer?.cancel();
    timer = null;
    if (closed || sending >= sendingMax) return;
    const at = store.nextAt(rules().delayMs);
    if (at === null) return;
    timer = world.clock.after(Math.min(Math.max(0, at - world.clock.wallMs()), lookAgainMaxMs), look);
  };

  const look = (): void => {
    if (closed) return;
    // What customers do by themselves happens first: it makes the notifications.
    const due = inLedger(world, (now) =>
      store.due(now, rules().delayMs, sendingMax - sending).flatMap((notice) => prepare(notice, now) ?? []),
    );
    for (const one of due) void send(one);
  };

  /** Counts the try and takes the faults; null when it does not leave now. */
  const prepare = (notice: Notice, now: EpochMs): Prepared | null => {
    const order = world.orders.byRequestId(notice.paymentRequestId);
    const { late, lateMs } = rules();
    if (order?.notify === null || order === undefined) return null;
    if (notice.tries === 0 && !notice.heldBack && late > 0) {
      world.settings.changeSwitches({ notifications: { late: late - 1 } });
      store.holdBack(notice, now + lateMs);
      return null;
    }
    const mishap = takeMishap(world);
    store.countTry(notice, now);
    return { notice, order, mishap };
  };

  const send = async ({ notice, order, mishap }: Prepared): Promise<void> => {
    sending += 1;
    try {
      const answers = await Promise.all(copiesOf(order, notice, mishap).map((delivery) => attempt(delivery)));
      const taken = answers.includes('acknowledged');
      const answer = taken ? 'acknowledged' : (answers[0] ?? 'lost on the way');
      if (!closed) store.answered(notice.number, answer, taken ? world.clock.wallMs() : null);
    } catch (fault) {
      options.onFault(fault);
    } finally {
      sending -= 1;
      arm();
    }
  };

  const copiesOf = (order: Order, notice: Notice, mishap: NotifyMishap | null): Delivery[] => {
    const client = options.clients.find(({ id }) => id === order.notify?.clientId);
    if (mishap === 'lost' || order.notify === null || client === undefined) return [];
    const delivery: Delivery = {
      url: order.notify.url,
      client,
      key: mishap === 'badSignature' ? strangerKey() : options.ownKey,
      body: notificationBody(world, order, notice, mishap === 'wrongAmount'),
    };
    return Array.from({ length: mishap === 'duplicated' ? copies : 1 }, () => delivery);
  };

  const attempt = (delivery: Delivery): Promise<string> => deliver(delivery, world.clock);

  world.changed = arm;
  arm();
  return {
    async beforeAnswer(id) {
      const { beforeAnswer } = rules();
      const notice = beforeAnswer > 0 ? store.unsent(id) : undefined;
      if (notice === undefined) return;
      const prepared = inLedger(world, (now) => {
        world.settings.changeSwitches({ notifications: { beforeAnswer: beforeAnswer - 1 } });
        return prepare(notice, now);
      });
      if (prepared !== null) await send(prepared);
    },
    list: (id) => store.list(id),
    close() {
      closed = true;
      timer?.cancel();
    },
  };
}

type Prepared = { notice: Notice; order: Order; mishap: NotifyMishap | null };

/** The fault of the next sending, which is counted down. */
function takeMishap(world: World): NotifyMishap | null {
  const { notifications } = world.settings.switches();
  if (!notifications.sent) return 'lost';
  const mishap = NotifyMishap.options.find((name) => notifications[name] > 0) ?? null;
  if (mishap !== null) world.settings.changeSwitches({ notifications: { [mishap]: notifications[mishap] - 1 } });
  return mishap;
}
