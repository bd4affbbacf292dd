import { expect, test } from './story.ts';
import type { Sandbox } from './sandbox.ts';

const wallet = 'alipayhk';

async function orderInProcess(sandbox: Sandbox): Promise<string> {
  let id = '';
  await expect(async () => {
    id = (await sandbox.ledger()).find(({ state }) => state === 'in-process')?.paymentRequestId ?? '';
    expect(id).not.toBe('');
  }).toPass({ timeout: 10_000 });
  return id;
}

test('[V4] no answer, then success: the same payment is sent again, and the customer is charged once', async ({
  till,
  sandbox,
}) => {
  await sandbox.switches({ faults: { pay: { dropAfter: 1 }, inquiryPayment: { dropBefore: 2 } } });
  await till.key('12.50');
  await till.scan(await sandbox.freshCode(wallet));
  await expect(till.heading('PAID')).toBeVisible({ timeout: 20_000 });
  expect(await sandbox.ledger()).toMatchObject([{ timesCharged: 1, capturedMinor: 1250 }]);
});

test('[V5] refused, and the first answer is lost: NOT PAID, after asking', async ({ till, sandbox }) => {
  await sandbox.behave(wallet, 'refuses');
  await sandbox.switches({ faults: { pay: { dropAfter: 1 } } });
  await till.key('12.50');
  await till.scan(await sandbox.freshCode(wallet));
  await expect(till.heading('NOT PAID')).toBeVisible({ timeout: 20_000 });
  expect(await sandbox.ledger()).toMatchObject([{ timesCharged: 0, capturedMinor: 0 }]);
});

test.describe('at the clock’s own pace', () => {
  test.use({ scale: 1 });

  test('[V25] [5.2/17] Stop, and the customer had just paid: the till asks first and says PAID', async ({
    till,
    sandbox,
  }) => {
    await sandbox.behave(wallet, 'must-confirm');
    // Nobody tells of the payment and no poll gets through, so that only the question of Stop can find it PAID.
    const lost = 1_000;
    await sandbox.switches({
      notifications: { sent: false },
      faults: { inquiryPayment: { dropBefore: lost }, cancelPayment: { dropBefore: lost } },
    });
    await till.key('12.50');
    await till.scan(await sandbox.freshCode(wallet));
    await expect(till.heading('Customer is confirming on the phone')).toBeVisible();
    const id = await orderInProcess(sandbox);
    await till.page.keyboard.press('Escape');
    const question = till.page.getByRole('dialog');
    await expect(question).toBeVisible();
    await sandbox.decide(wallet, 'confirm', id);
    // After a poll the next one is 3 s away, which is the time for the press.
    await expect.poll(() => sandbox.toLose('inquiryPayment'), { timeout: 15_000, intervals: [50] }).toBeLessThan(lost);
    await sandbox.switches({ faults: { inquiryPayment: { dropBefore: 0 } } });
    await question.getByRole('button', { name: /^Stop and cancel/ }).click({ timeout: 2_500 });
    await expect(till.heading('PAID')).toBeVisible({ timeout: 2_000 });
    expect(await sandbox.ledger()).toMatchObject([{ timesCharged: 1, timesGivenBack: 0, capturedMinor: 1250 }]);
    expect(await sandbox.toLose('cancelPayment')).toBe(lost); // none was sent
  });
});

test('[V15] the backend is killed while the customer confirms: PAID is shown, one capture', async ({
  counter,
  till,
  sandbox,
}) => {
  await sandbox.behave(wallet, 'must-confirm');
  await till.key('12.50');
  await till.scan(await sandbox.freshCode(wallet));
  await expect(till.heading('Customer is confirming on the phone')).toBeVisible();
  const id = await orderInProcess(sandbox);
  process.kill(await counter.pidOf('backend'), 'SIGKILL');
  await sandbox.decide(wallet, 'confirm', id);
  await expect(till.heading('PAID')).toBeVisible({ timeout: 40_000 });
  expect(await sandbox.ledger()).toMatchObject([{ timesCharged: 1, timesGivenBack: 0, capturedMinor: 1250 }]);
});

test('[V25] the link is lost, the customer pays, the deadline passes, the link comes back: cancelled, and the money is back', async ({
  counter,
  till,
  sandbox,
}) => {
  await sandbox.behave(wallet, 'must-confirm');
  const before = await sandbox.balance(wallet, 'EUR');
  await till.key('12.50');
  await till.scan(await sandbox.freshCode(wallet));
  await expect(till.heading('Customer is confirming on the phone')).toBeVisible();
  const id = await orderInProcess(sandbox);
  const backend = await counter.pidOf('backend');
  process.kill(backend, 'SIGSTOP');
  await sandbox.decide(wallet, 'confirm', id);
  await expect(till.heading('Cancelling. Please wait.')).toBeVisible({ timeout: 20_000 });
  process.kill(backend, 'SIGCONT');
  await expect(till.heading('CANCELLED')).toBeVisible({ timeout: 40_000 });
  expect(await sandbox.balance(wallet, 'EUR')).toBe(before);
  expect(await sandbox.ledger()).toMatchObject([{ timesCharged: 1, timesGivenBack: 1, capturedMinor: 0 }]);
});
