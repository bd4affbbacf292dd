import { hostPid, type Counter } from './counter.ts';
import type { LedgerEntry, Sandbox } from './sandbox.ts';
import { expect, test } from './story.ts';

const wallet = 'alipayhk';

test('[V15] the backend is killed while the customer confirms: the till asks on and says PAID', async ({
  counter,
  till,
  sandbox,
}) => {
  await sandbox.behave(wallet, 'must-confirm');
  await till.key('14.20');
  await till.scan(await sandbox.freshCode(wallet));
  await expect(till.heading('Customer is confirming on the phone')).toBeVisible();
  const killed = await counter.pidOf('backend');
  process.kill(killed, 'SIGKILL');
  await sandbox.decide(wallet, 'confirm', await onlyId(sandbox));

  await expect(till.heading('PAID')).toBeVisible({ timeout: 30_000 });
  expect(await counter.pidOf('backend')).not.toBe(killed);
  expect(await sandbox.ledger()).toMatchObject([{ timesCharged: 1, timesGivenBack: 0, capturedMinor: 1420 }]);
});

test('[V5] [V15] the host is killed before any answer came: what is shown is what the ledger has, and it stays', async ({
  counter,
  till,
  sandbox,
}) => {
  await sandbox.switches({ faults: { pay: { delayMs: 9_000 } } });
  await till.key('26.40');
  await till.scan(await sandbox.freshCode(wallet));
  await expect(till.heading('Sending…')).toBeVisible();
  await killHost(counter);

  const outcome = till.heading(/^(PAID|CANCELLED)$/);
  await expect(outcome).toBeVisible({ timeout: 40_000 });
  const [entry, ...others] = await sandbox.ledger();
  expect(others).toEqual([]);
  expect(await outcome.textContent()).toBe(captured(entry) === 2640 ? 'PAID' : 'CANCELLED');
  await till.page.reload();
  await expect(outcome).toBeVisible();
  // Where the host died before its request left, nothing is there, and nothing comes.
  expect((await sandbox.ledger()).map(captured)).toEqual(entry === undefined ? [] : [captured(entry)]);
});

test('[V15] [V25] the host is killed in mid cancel: it cancels on, and says CANCELLED', async ({
  counter,
  till,
  sandbox,
}) => {
  await sandbox.behave(wallet, 'must-confirm');
  await till.key('9.90');
  await till.scan(await sandbox.freshCode(wallet));
  await expect(till.heading('Customer is confirming on the phone')).toBeVisible();
  await sandbox.switches({ faults: { cancelPayment: { dropBefore: 2 } } });
  await till.stop();
  await expect(till.heading(/^Cancelling/)).toBeVisible();
  await killHost(counter);

  await expect(till.heading('CANCELLED')).toBeVisible({ timeout: 40_000 });
  expect(await sandbox.ledger()).toMatchObject([{ state: 'cancelled', timesCharged: 0, capturedMinor: 0 }]);
});

test.describe('at the wall’s own pace', () => {
  // So that the cancel at the deadline, which comes to the same, is a minute away.
  test.use({ scale: 1 });

  test('[V25] Stop is pressed while the engine restarts: it is carried out', async ({ counter, till, sandbox }) => {
    await sandbox.behave(wallet, 'must-confirm');
    await till.key('12.50');
    await till.scan(await sandbox.freshCode(wallet));
    await expect(till.heading('Customer is confirming on the phone')).toBeVisible();
    const pid = await hostPid(counter);
    process.kill(pid, 'SIGSTOP'); // so that it never hears of the press
    await till.stop();
    process.kill(pid, 'SIGKILL');

    await expect(till.heading('CANCELLED')).toBeVisible({ timeout: 30_000 });
    expect(await sandbox.ledger()).toMatchObject([{ state: 'cancelled', timesCharged: 0, capturedMinor: 0 }]);
  });
});

test.describe('in a crash loop', () => {
  // Slower than elsewhere: the till must not have been calm for long enough before the test is over.
  test.use({ scale: 3 });

  test('[V47] the host dies again and again: nothing new is sold, what is open is finished, and support gets a code', async ({
    counter,
    till,
    sandbox,
  }) => {
    await sandbox.behave(wallet, 'must-confirm');
    await till.key('17.80');
    await till.scan(await sandbox.freshCode(wallet));
    await expect(till.heading('Customer is confirming on the phone')).toBeVisible();
    for (let death = 1; death <= 3; death++) {
      const killed = await hostPid(counter);
      process.kill(killed, 'SIGKILL');
      await expect.poll(() => hostPid(counter), { timeout: 10_000 }).not.toBe(killed);
    }
    await expect(till.page.getByRole('alert')).toContainText('This till keeps stopping', { timeout: 20_000 });
    await expect(till.page.getByRole('alert')).toContainText(/TILL1-LOOP-\d{8}/);

    const outcome = till.heading(/^(PAID|CANCELLED)$/);
    await sandbox.decide(wallet, 'confirm', await onlyId(sandbox)).catch(() => undefined);
    await expect(outcome).toBeVisible({ timeout: 40_000 });
    const [entry] = await sandbox.ledger();
    expect(await outcome.textContent()).toBe(captured(entry) === 1780 ? 'PAID' : 'CANCELLED');
    await till.page.keyboard.press('Enter');
    await till.page.keyboard.type('3', { delay: 90 });
    await till.page.keyboard.press('Enter');
    await expect(till.heading('Scan the customer’s code')).toBeHidden();
    expect(await sandbox.ledger()).toHaveLength(1);
  });
});

async function killHost(counter: Counter): Promise<void> {
  process.kill(await hostPid(counter), 'SIGKILL');
}

async function onlyId(sandbox: Sandbox): Promise<string> {
  const [order] = await sandbox.ledger();
  return order?.paymentRequestId ?? '';
}

function captured(entry: LedgerEntry | undefined): number {
  return entry?.capturedMinor ?? 0;
}
