import { expect, sharedTest as test } from './story.ts';

const wallet = 'alipayhk';

for (const keyMs of [1, 10, 30, 80, 100]) {
  for (const suffix of ['Enter', 'Tab', null] as const) {
    test(`[V35] a scanner at ${keyMs} ms per key with ${suffix ?? 'no suffix'} never lands in an amount that a person keys at 90 ms`, async ({
      till,
      sandbox,
    }) => {
      const charged = (await sandbox.ledger()).length;
      // On the keypad a burst is no amount and confirms nothing.
      await till.page.keyboard.type('12.', { delay: 90 });
      await till.scan(await sandbox.freshCode(wallet), { keyMs, suffix });
      await expect(till.page.getByText('Nothing is charged until you confirm', { exact: true })).toBeVisible();
      await expect(till.heading('Scan the customer’s code')).toBeHidden();
      await till.page.keyboard.type('50', { delay: 90 });
      await expect(till.amount()).toHaveText(/12\.50/);

      await till.page.getByRole('button', { name: 'Drop the code' }).click();
      // A person's Enter comes later than any suffix.
      await till.breathe();
      // With the amount confirmed, the same scanner charges exactly that.
      await till.page.keyboard.press('Enter');
      await expect(till.heading('Scan the customer’s code')).toBeVisible();
      await till.scan(await sandbox.freshCode(wallet), { keyMs, suffix });
      await expect(till.heading('PAID')).toBeVisible({ timeout: 15_000 });
      const ledger = await sandbox.ledger();
      expect(ledger).toHaveLength(charged + 1);
      expect(ledger.at(-1)).toMatchObject({ timesCharged: 1, capturedMinor: 1250 });
      await till.breathe();
      await till.page.keyboard.press('Enter');
      await expect(till.heading('To pay')).toBeVisible();
    });
  }
}
