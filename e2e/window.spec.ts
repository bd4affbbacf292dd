import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { join } from 'node:path';

import { hostPid, type Counter } from './counter.ts';
import { electronEnv } from './electron-window.ts';
import { rendererPids } from './renderer-pids.ts';
import type { Sandbox } from './sandbox.ts';
import { expect, test } from './story.ts';
import { TillScreen } from './till.ts';

const wallet = 'alipayhk';
/** From the death of a page to the same payment on the screen. */
const backWithinMs = 2_000;
/** Looked at this often, so that the looking costs nothing of it. */
const soon = { intervals: [25] };

// Slower than elsewhere: a payment must outlive the start of a shell.
test.use({ scale: 2 });

test.skip(({ shell }) => shell !== 'electron', 'it is about a window that the shell owns');

async function openPayment(till: TillScreen, sandbox: Sandbox): Promise<string> {
  await sandbox.behave(wallet, 'must-confirm');
  await till.key('21.30');
  await till.scan(await sandbox.freshCode(wallet));
  await expect(till.heading('Customer is confirming on the phone')).toBeVisible();
  const [order] = await sandbox.ledger();
  return order?.paymentRequestId ?? '';
}

/** The window's page as it is now: Playwright lets go of a page whose process has died. */
async function tillAgain(counter: Counter): Promise<TillScreen> {
  return new TillScreen(await counter.window());
}

async function renderers(counter: Counter): Promise<readonly number[]> {
  return rendererPids(await counter.pidOf('kiosk'));
}

test('[V15] the page’s process is killed in mid payment: the window shows the same payment within 2 s', async ({
  counter,
  till,
  sandbox,
}) => {
  const id = await openPayment(till, sandbox);
  const killed = await renderers(counter);
  expect(killed.length).toBeGreaterThan(0);
  const host = await hostPid(counter);
  const killedAt = performance.now();
  for (const pid of killed) process.kill(pid, 'SIGKILL');
  await expect.poll(async () => (await renderers(counter)).some((pid) => !killed.includes(pid)), soon).toBe(true);
  const again = await tillAgain(counter);
  await expect(again.heading('Customer is confirming on the phone')).toBeVisible({ timeout: backWithinMs });
  expect(performance.now() - killedAt).toBeLessThan(backWithinMs);
  await expect(again.page.getByRole('main')).toContainText('21.30');
  expect(await hostPid(counter)).toBe(host);

  await sandbox.decide(wallet, 'confirm', id);
  await expect(again.heading('PAID')).toBeVisible();
  expect(await sandbox.ledger()).toMatchObject([{ timesCharged: 1, capturedMinor: 2130 }]);
});

test('[V15] the page hangs in mid payment: its process is ended, and the window shows the same payment', async ({
  counter,
  till,
  sandbox,
}) => {
  await openPayment(till, sandbox);
  const hung = await renderers(counter);
  till.page.evaluate('for (;;);').catch(() => {}); // never comes back
  await expect.poll(() => counter.said(), { ...soon, timeout: 40_000 }).toContain('does not answer');
  await expect.poll(async () => (await renderers(counter)).some((pid) => !hung.includes(pid)), soon).toBe(true);
  const again = await tillAgain(counter);
  await expect(again.heading('Customer is confirming on the phone')).toBeVisible();
});

test('[V15] the main process is killed in mid payment: a new one shows the same payment, one capture', async ({
  counter,
  till,
  sandbox,
}) => {
  const id = await openPayment(till, sandbox);
  const killed = await counter.pidOf('kiosk');
  process.kill(killed, 'SIGKILL');
  await expect.poll(() => counter.said(), { timeout: 20_000 }).toContain('till is running again');
  expect(await counter.pidOf('kiosk')).not.toBe(killed);
  const again = await tillAgain(counter);
  await expect(again.heading('Checking the last payment of €21.30')).toBeVisible();
  await sandbox.decide(wallet, 'confirm', id);
  await expect(again.heading('PAID')).toBeVisible();
  expect(await sandbox.ledger()).toMatchObject([{ timesCharged: 1, capturedMinor: 2130 }]);
});

test('what the window’s page comes with forbids everything that it does not need', async ({ till }) => {
  const headers = await till.page.evaluate(async () => Object.fromEntries((await fetch('/')).headers));
  expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' });
  const policy = headers['content-security-policy']?.split('; ').map((rule) => rule.split(' '));
  expect(Object.fromEntries(policy?.map(([name, ...sources]) => [name, sources.join(' ')]) ?? [])).toEqual({
    'default-src': "'none'",
    'script-src': "'self'",
    'style-src': "'self'",
    'font-src': "'self'",
    'img-src': "'self' data:",
    'connect-src': "'self'",
    'media-src': "'self'",
    'worker-src': "'self'",
    'base-uri': "'none'",
    'form-action': "'none'",
    'frame-ancestors': "'none'",
  });
});

test('[V39] a page gets text in and text out, and nothing of Node’s or Electron’s', async ({ till }) => {
  const got = await till.page.evaluate(() => ({
    bridge: Object.entries(window.counterpay).map(([name, value]) => `${name}: ${typeof value}`),
    frozen: Object.isFrozen(window.counterpay) && !Reflect.set(window, 'counterpay', null),
    leaked: ['require', 'process', 'ipcRenderer', 'module', 'Buffer'].filter((name) => name in globalThis),
    secure: isSecureContext,
  }));
  expect(got).toEqual({ bridge: ['send: function', 'onFrame: function'], frozen: true, leaked: [], secure: true });
});

test('[V39] what is no command, too deep or too long is dropped by the main process, and the till goes on', async ({
  counter,
  till,
}) => {
  const deep = `{"id":"x","command":${'['.repeat(5_000)}${']'.repeat(5_000)}}`;
  for (const text of ['', 'no JSON', '{"id":1}', deep, `{"id":"x","command":"${'y'.repeat(70_000)}"}`])
    await till.page.evaluate((sent) => window.counterpay.send(sent), text);
  await expect.poll(() => counter.said().match(/sent something that is no command/g)?.length).toBe(5);
  await till.key('3');
  await expect(till.heading('Scan the customer’s code')).toBeVisible();
});

test('a page goes nowhere, opens nothing, embeds nothing, asks nobody and is allowed nothing but the camera', async ({
  till,
}) => {
  let asked = 0;
  const elsewhere = createServer((_request, response) => {
    asked += 1;
    response.end('<h1>elsewhere</h1>');
  });
  await once(elsewhere.listen(0, '127.0.0.1'), 'listening');
  const address = elsewhere.address();
  const url = `http://127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}/`;
  const { page } = till;
  const tried = await page.evaluate(async (to) => {
    const image = new Image();
    image.src = to;
    const frame = document.createElement('iframe');
    frame.src = to;
    document.body.append(frame);
    const script = document.createElement('script');
    script.textContent = 'window.injected = true;';
    document.body.append(script);
    const opened = window.open(to);
    // What is never answered is named, instead of holding up the story.
    const tooLate = new Promise<string>((resolve) => setTimeout(() => resolve('no answer'), 15_000));
    const fetched = fetch(to, { mode: 'no-cors' }).then(() => 'allowed', String);
    const film = (sound: boolean): Promise<string> =>
      Promise.race([
        tooLate,
        navigator.mediaDevices.getUserMedia({ video: true, audio: sound }).then(
          () => 'allowed',
          (error: unknown) => (error instanceof Error ? error.name : ''),
        ),
      ]);
    return {
      fetch: await Promise.race([fetched, tooLate]),
      camera: await film(false),
      cameraWithSound: await film(true),
      notifications: await Promise.race([Notification.requestPermission(), tooLate]),
      injected: 'injected' in window,
      opened,
    };
  }, url);
  expect(tried).toEqual({
    fetch: 'TypeError: Failed to fetch',
    // By the program it is allowed; whether there is one is the machine's.
    camera: expect.stringMatching(/^(allowed|NotFoundError|NotReadableError)$/),
    cameraWithSound: 'NotAllowedError',
    notifications: 'denied',
    injected: false,
    opened: null,
  });
  await page.evaluate((to) => location.assign(to), url);
  await page.waitForTimeout(500);
  await till.isOpen();
  expect(page.context().pages()).toHaveLength(1);
  expect(asked).toBe(0);
  elsewhere.close();
});

test('[V21] a second start on the same folder shows the window that is there, and ends', async ({ counter, till }) => {
  const program = join(electronEnv.ELECTRON_OVERRIDE_DIST_PATH, 'electron');
  const second = spawn(program, ['.', '--data', join(counter.dataDir, 'till')], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  second.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const [code] = await once(second, 'close');
  expect(code).toBe(0);
  expect(said).toContain('already runs');
  await till.isOpen();
});

declare global {
  interface Window {
    readonly counterpay: { send(text: string): void; onFrame(take: (text: string) => void): void };
  }
}
