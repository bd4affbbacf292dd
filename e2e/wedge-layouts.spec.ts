import { scanText } from './scanner.ts';
import { expect, sharedTest as test } from './story.ts';

const wallet = 'alipayhk';

// A scanner sends the keys of a US keyboard, and the machine reads them by the layout that it is set to.
for (const keyboard of ['US', 'AZERTY', 'QWERTZ', 'a Chinese input method'] as const) {
  for (const aim of ['', ']C0']) {
    // Tab is told from a person's by the first sale's burst test.
    for (const suffix of ['Enter', null] as const) {
      const front = aim === '' ? 'no AIM identifier' : aim;
      test(`[V35] a scanner under ${keyboard}, with ${front} and ${suffix ?? 'no suffix'}, charges once and keys nothing`, async ({
        till,
        sandbox,
      }) => {
        const scanned = { keyMs: 10, suffix, keyboard };
        const charged = (await sandbox.ledger()).length;
        // On the keypad, in the middle of an amount: nothing is keyed and nothing is confirmed.
        await till.page.keyboard.type('12.', { delay: 90 });
        await scanText(till.page, `${aim}${await sandbox.freshCode(wallet)}`, scanned);
        await expect(till.page.getByText('Nothing is charged until you confirm', { exact: true })).toBeVisible();
        await expect(till.heading('Scan the customer’s code')).toBeHidden();
        await till.page.keyboard.type('50', { delay: 90 });
        await expect(till.amount()).toHaveText(/12\.50/);
        await till.page.getByRole('button', { name: 'Drop the code' }).click();
        await till.breathe();

        await till.page.keyboard.press('Enter');
        await expect(till.heading('Scan the customer’s code')).toBeVisible();
        await scanText(till.page, `${aim}${await sandbox.freshCode(wallet)}`, scanned);
        await expect(till.heading('PAID')).toBeVisible({ timeout: 15_000 });
        const ledger = await sandbox.ledger();
        expect(ledger).toHaveLength(charged + 1);
        expect(ledger.at(-1)).toMatchObject({ timesCharged: 1, capturedMinor: 1250 });

        // The result is still there: neither the scan nor its suffix has left it, and a person's Enter does.
        await till.breathe();
        await expect(till.heading('PAID')).toBeVisible();
        await till.page.keyboard.press('Enter');
        await expect(till.heading('To pay')).toBeVisible();
        await expect(till.amount()).toHaveText(/0\.00/);
      });
    }
  }
}

for (const keyboard of ['US', 'AZERTY', 'QWERTZ', 'a Chinese input method'] as const) {
  test(`[V36] a card’s number that a scanner types under ${keyboard} is refused, and stands nowhere on the screen`, async ({
    till,
    sandbox,
  }) => {
    const charged = (await sandbox.ledger()).length;
    await scanText(till.page, '4111111111111111', { keyMs: 10, suffix: 'Enter', keyboard });
    await expect(till.page.getByRole('alert')).toContainText('card number');
    await expect(till.amount()).toHaveText(/0\.00/);
    expect(await till.page.content()).not.toContain('4111111111111111');
    expect(await sandbox.ledger()).toHaveLength(charged);
    await till.breathe();
    await till.page.keyboard.press('Escape');
  });
}
