import { hostPid } from './counter.ts';
import type { Sandbox } from './sandbox.ts';
import { expect, test } from './story.ts';
import type { TillScreen } from './till.ts';

const wallet = 'alipayhk';

/** Inquiries come 5 s after the wallet was asked at the earliest: what is on the screen sooner was pushed. */
const soon = { timeout: 4_000 };

/** A payment whose customer is asked on the phone. */
async function asked(till: TillScreen, sandbox: Sandbox, amount: string): Promise<string> {
  await till.key(amount);
  await till.scan(await sandbox.freshCode(wallet));
  await expect(till.heading('Customer is confirming on the phone')).toBeVisible();
  return (await sandbox.ledger()).at(-1)?.paymentRequestId ?? '';
}

test.describe('told by the wallet', () => {
  test.use({ scale: 1 });

  test('[5.2/16] the customer confirms and the till says PAID at once; also after backend and host were killed', async ({
    counter,
    till,
    sandbox,
  }) => {
    await sandbox.behave(wallet, 'must-confirm');
    await sandbox.decide(wallet, 'confirm', await asked(till, sandbox, '12.50'));
    await expect(till.heading('PAID')).toBeVisible(soon);

    // The line is cut. Till and backend find each other again.
    await till.breathe();
    await till.page.keyboard.press('Enter');
    process.kill(await counter.pidOf('backend'), 'SIGKILL');
    await till.page.waitForTimeout(12_000);
    await sandbox.decide(wallet, 'confirm', await asked(till, sandbox, '8.40'));
    await expect(till.heading('PAID')).toBeVisible(soon);

    await till.breathe();
    await till.page.keyboard.press('Enter');
    const host = await hostPid(counter);
    await till.restartHost(counter);
    await expect.poll(() => hostPid(counter)).not.toBe(host);
    await expect(till.page.getByRole('region', { name: 'Amount keys' })).toBeVisible();
    await till.page.waitForTimeout(1_500);
    await sandbox.decide(wallet, 'refuse', await asked(till, sandbox, '3.10'));
    await expect(till.heading('NOT PAID')).toBeVisible(soon);

    const ledger = await sandbox.ledger();
    expect(ledger.map(({ timesCharged }) => timesCharged)).toEqual([1, 1, 0]);
  });

  test('[V30] [V31] notified eight times, wrongly signed, or of another amount: PAID once, and only by asking', async ({
    till,
    sandbox,
  }) => {
    await sandbox.behave(wallet, 'must-confirm');
    await sandbox.switches({ notifications: { duplicated: 1 } });
    await sandbox.decide(wallet, 'confirm', await asked(till, sandbox, '12.50'));
    await expect(till.heading('PAID')).toBeVisible(soon);

    for (const fault of ['badSignature', 'wrongAmount']) {
      await till.breathe();
      await till.page.keyboard.press('Enter');
      await sandbox.switches({ notifications: { [fault]: 1 } });
      const id = await asked(till, sandbox, '8.40');
      await sandbox.decide(wallet, 'confirm', id);
      await expect.poll(async () => (await sandbox.notifications(id))[0]?.lastAnswer).toMatch(/^(unsigned|F )/);
      await expect(till.heading('Customer is confirming on the phone')).toBeVisible();
      await expect(till.heading('PAID')).toBeVisible({ timeout: 15_000 }); // by an inquiry
    }
    expect((await sandbox.ledger()).every(({ timesCharged }) => timesCharged === 1)).toBe(true);
  });
});

test('[5.2/9] nobody is notified: inquiries find out all the same', async ({ till, sandbox }) => {
  await sandbox.behave(wallet, 'must-confirm');
  await sandbox.switches({ notifications: { sent: false } });
  const id = await asked(till, sandbox, '12.50');
  await sandbox.decide(wallet, 'confirm', id);
  await expect(till.heading('PAID')).toBeVisible();
  expect((await sandbox.notifications(id)).every(({ acknowledgedAt }) => acknowledgedAt === null)).toBe(true);
});

test.describe('after the end', () => {
  // A cashier needs some of the minute that the order lives.
  test.use({ scale: 4 });

  test('[V32] [5.2/26] a wallet that pays after the cancel: the screen changes only after the till has asked', async ({
    till,
    sandbox,
  }) => {
    await sandbox.behave(wallet, 'pays-after-cancel');
    const id = await asked(till, sandbox, '12.50');
    await till.stop();
    await expect(till.heading('CANCELLED')).toBeVisible();
    await expect.poll(async () => (await sandbox.notifications(id))[0]?.lastAnswer).toBe('acknowledged');
    await expect(till.heading('CANCELLED')).toBeVisible(); // 30 s pass before anybody asks
    await expect(till.heading('EARLIER PAYMENT: CALL THE MANAGER')).toBeVisible({ timeout: 60_000 });
  });
});
