import { Switches, SwitchesChange } from '#contract';

import type { Database } from './database.ts';
import { changedFaults, noFaults } from './faults.ts';

export type SettingStore = {
  switches(): Switches;
  changeSwitches(change: SwitchesChange): Switches;
  /** Keys the digests under which issued codes are kept. */
  codeSecret(): string;
};

export function settingStore(db: Database, digits: (count: number) => string): SettingStore {
  const read = (name: string): unknown => db.row('SELECT value FROM setting WHERE name = ?', name)?.['value'];
  const write = (name: string, value: string): void =>
    db.run('INSERT INTO setting VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value', name, value);
  const switches = (): Switches => {
    const stored = read('switches');
    return typeof stored === 'string' ? readSwitches(stored) : firstSwitches;
  };
  return {
    switches,
    changeSwitches(change) {
      const before = switches();
      const after = Switches.parse({
        ...before,
        ...change,
        orderCode: { ...before.orderCode, ...change.orderCode },
        nextPayments: { ...before.nextPayments, ...change.nextPayments },
        faults: changedFaults(before.faults, change.faults ?? {}),
        notifications: { ...before.notifications, ...change.notifications },
      });
      write('switches', JSON.stringify(after));
      return after;
    },
    codeSecret() {
      const stored = read('code-secret');
      if (typeof stored === 'string') return stored;
      const made = digits(64);
      write('code-secret', made);
      return made;
    },
  };
}

const firstSwitches: Switches = {
  cancelOfUnknown: 'not-exist',
  walletRefusalLeavesOrder: true,
  codeRefusalLeavesOrder: false,
  notAWalletCode: 'INVALID_CODE',
  unissuedCode: 'INVALID_CODE',
  signCredentialErrors: false,
  faultsByAmount: true,
  // Three minutes is what Alipay+'s advice on inquiries allows for.
  orderCode: { status: 'U', sent: true, withoutCode: 0, expireTime: true, lifeMs: 180_000 },
  nextPayments: { times: 0, course: 'succeeds-later', afterMs: 5_000 },
  faults: noFaults,
  notifications: {
    sent: true,
    delayMs: 0,
    lost: 0,
    badSignature: 0,
    wrongAmount: 0,
    duplicated: 0,
    beforeAnswer: 0,
    late: 0,
    lateMs: 3_600_000,
  },
};

/** An earlier version knew fewer switches: the others stand as at first. */
function readSwitches(stored: string): Switches {
  const { faults, nextPayments, notifications, orderCode, ...rest } = SwitchesChange.parse(JSON.parse(stored));
  return Switches.parse({
    ...firstSwitches,
    ...rest,
    orderCode: { ...firstSwitches.orderCode, ...orderCode },
    nextPayments: { ...firstSwitches.nextPayments, ...nextPayments },
    faults: changedFaults(noFaults, faults ?? {}),
    notifications: { ...firstSwitches.notifications, ...notifications },
  });
}
