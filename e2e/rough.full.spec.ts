import { expect, test } from './story.ts';

// Of the till's own clock, which runs as the wall's here (RELIABILITY 5.1): three sends of 10 s each, the deadline at
// 75 s, and then a cancel that Alipay+ takes.
const unknownWithinMs = 40_000;
const deadlineMs = 75_000;
const cancelledWithinMs = 120_000;

test.use({ scale: 1 });

test('[V5] [V24] at full length of time: no answer, NOT KNOWN YET, the deadline, CANCELLED, and the money goes back', async ({
  till,
  sandbox,
}) => {
  test.setTimeout(300_000);
  const before = await sandbox.balance('alipayhk', 'EUR');
  await sandbox.switches({ faults: { pay: { dropAfter: 1000 }, inquiryPayment: { dropBefore: 1000 } } });
  await till.key('23.10');
  await till.scan(await sandbox.freshCode('alipayhk'));
  const sentAt = performance.now();

  await expect(till.heading('NOT KNOWN YET')).toBeVisible({ timeout: unknownWithinMs });
  await expect(till.page.getByText('Do not charge again.').first()).toBeVisible();
  expect(await sandbox.ledger()).toMatchObject([{ timesCharged: 1, timesGivenBack: 0, capturedMinor: 2310 }]);

  await expect(till.heading('CANCELLED')).toBeVisible({ timeout: deadlineMs + cancelledWithinMs });
  const seconds = Math.round((performance.now() - sentAt) / 1_000);
  console.log(`CANCELLED after ${seconds} s`);
  expect(await sandbox.balance('alipayhk', 'EUR')).toBe(before);
  expect(await sandbox.ledger()).toMatchObject([{ timesCharged: 1, timesGivenBack: 1, capturedMinor: 0 }]);
});
