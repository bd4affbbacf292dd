import type { NotSelling } from '#contract';
import type { EpochMs, TerminalId } from '#payment';

const troubles: Readonly<Record<NotSelling, string>> = {
  'journal-unfinished': 'OPEN',
  'journal-write-failed': 'DISK',
  'disk-full': 'FULL',
  'crash-loop': 'LOOP',
  revoked: 'AWAY',
  'other-environment': 'MODE',
};

/** Of a longer name its end is said: tills of one shop differ there. */
const nameMax = 12;

/** What a cashier reads to support over the phone: the till, its trouble, and month, day, hour and minute in UTC. */
export function supportCode(terminalId: TerminalId, why: NotSelling, since: EpochMs): string {
  // 2026-06-01T09:00:00.000Z → 06010900
  const time = new Date(since).toISOString().replace(/\D/g, '').slice(4, 12);
  return `${terminalId.slice(-nameMax).toUpperCase()}-${troubles[why]}-${time}`;
}
