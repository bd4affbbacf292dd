import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { hostPid, openCounter } from './counter.ts';
import { Sandbox } from './sandbox.ts';
import { expect, test } from './story.ts';
import { TillScreen } from './till.ts';

const wallet = 'alipayhk';

/** A disk of its own for the till, which fills up without harm to this machine's. Null where none can be had. */
function smallDisk(at: string, megabytes: number): { unmount(): void } | null {
  mkdirSync(at, { recursive: true, mode: 0o700 });
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0700`, 'tmpfs', at]);
  return mounted.status === 0 ? { unmount: () => void spawnSync('umount', ['-l', at]) } : null;
}

/** Takes up all room but `leaveBytes`. */
async function fillUp(folder: string, leaveBytes: number): Promise<string> {
  const { bavail, bsize } = statfsSync(folder);
  const file = join(folder, 'somebody-elses');
  await writeFile(file, Buffer.alloc(Math.max(0, bavail * bsize - leaveBytes), 1));
  return file;
}

test('[V20] the disk fills up while the customer confirms: PAID is recorded and shown, and nothing new is begun', async ({
  page,
  scale,
  shell,
}) => {
  test.skip(shell === 'electron', 'it is about the host’s disk, and brings its own till');
  const dataDir = mkdtempSync(join(tmpdir(), 'counterpay-e2e-'));
  const tillFolder = join(dataDir, 'till');
  const disk = smallDisk(tillFolder, 48);
  test.skip(disk === null, 'a disk of its own needs the right to mount one (root)');
  spawnSync('chmod', ['711', dataDir]);
  const counter = await openCounter({ dataDir, keep: true, scale });
  try {
    const sandbox = new Sandbox(counter.sandbox);
    const till = new TillScreen(page);
    await till.open(counter.till);
    await sandbox.behave(wallet, 'must-confirm');
    await till.key('12.50');
    await till.scan(await sandbox.freshCode(wallet));
    await expect(till.heading('Customer is confirming on the phone')).toBeVisible();

    const filler = await fillUp(tillFolder, 0);
    await expect(page.getByRole('alert')).toContainText('The disk is full');
    const [order] = await sandbox.ledger();
    await sandbox.decide(wallet, 'confirm', order?.paymentRequestId ?? '');
    await expect(till.heading('PAID')).toBeVisible({ timeout: 15_000 });

    // The next customer: refused before anything is sent.
    await page.keyboard.press('Enter');
    await page.keyboard.type('3.00', { delay: 90 });
    await page.keyboard.press('Enter');
    await expect(page.getByRole('alert')).toContainText('The disk is full');
    await expect(till.heading('Scan the customer’s code')).toBeHidden();
    expect(await sandbox.ledger()).toHaveLength(1);

    rmSync(filler);
    await expect(page.getByRole('alert')).toBeHidden({ timeout: 10_000 });
    // At once: the Enter at PAID may have been held to be the scanner's, which must not make this one so.
    await page.keyboard.press('Enter');
    await expect(till.heading('Scan the customer’s code')).toBeVisible();
    await sandbox.behave(wallet, 'approves');
    await till.scan(await sandbox.freshCode(wallet));
    await expect(till.heading('PAID')).toBeVisible();
    expect(await sandbox.ledger()).toMatchObject([{ timesCharged: 1 }, { timesCharged: 1 }]);
  } finally {
    await counter.stop();
    disk?.unmount();
    rmSync(dataDir, { recursive: true, force: true });
  }
});

test('[V29] the machine sleeps for minutes while the customer confirms: on waking, the till asks and says PAID', async ({
  counter,
  till,
  sandbox,
}) => {
  await sandbox.behave(wallet, 'must-confirm');
  await till.key('12.50');
  await till.scan(await sandbox.freshCode(wallet));
  await expect(till.heading('Customer is confirming on the phone')).toBeVisible();
  const [order] = await sandbox.ledger();
  // Host and backend stand still; the customer and Alipay+ do not. 4 s are 40 of theirs.
  const asleep = [await hostPid(counter), await counter.pidOf('backend')];
  for (const pid of asleep) process.kill(pid, 'SIGSTOP');
  await sandbox.decide(wallet, 'confirm', order?.paymentRequestId ?? '');
  await till.page.waitForTimeout(4_000);
  for (const pid of asleep) process.kill(pid, 'SIGCONT');
  await expect(till.heading('PAID')).toBeVisible({ timeout: 20_000 });
  expect(await sandbox.ledger()).toMatchObject([{ timesCharged: 1, timesGivenBack: 0 }]);
});

test('[V29] the machine sleeps past the deadline and nobody paid: closed, and nothing was taken', async ({
  counter,
  till,
  sandbox,
}) => {
  await sandbox.behave(wallet, 'must-confirm');
  await till.key('12.50');
  await till.scan(await sandbox.freshCode(wallet));
  await expect(till.heading('Customer is confirming on the phone')).toBeVisible();
  const pid = await hostPid(counter);
  process.kill(pid, 'SIGSTOP');
  await till.page.waitForTimeout(12_000);
  process.kill(pid, 'SIGCONT');
  await expect(till.heading(/CANCELLED|NOT PAID/)).toBeVisible({ timeout: 20_000 });
  expect(await sandbox.ledger()).toMatchObject([{ timesCharged: 0, capturedMinor: 0 }]);
});
