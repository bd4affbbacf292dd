import { expect, test } from './camera/story.ts';
import { emptyCounter, phone, square } from './camera/pictures.ts';
import { enlarged, plain } from './camera/video.ts';
import type { Sandbox } from './sandbox.ts';
import type { TillScreen } from './till.ts';

const wallet = 'alipayhk';

test.skip(({ shell }) => shell === 'electron', 'a window of Electron cannot be opened in front of a film');

/** The amount is confirmed and the camera opened, as for the first time at this till. */
async function openCamera(till: TillScreen, amount = '12.50'): Promise<void> {
  await till.key(amount);
  await till.page.getByRole('button', { name: 'Use the camera' }).click();
  await expect(till.page.getByRole('button', { name: 'Close the camera' })).toBeVisible();
}

/** Ledger entries that are new since `before`. */
async function newEntries(sandbox: Sandbox, before: number) {
  return (await sandbox.ledger()).slice(before);
}

const said = (till: TillScreen, words: string | RegExp) => till.announced().filter({ hasText: words });

test('[V36] a phone comes into view, blurred, then sharp: one charge, and the same code in the next sale is no second one', async ({
  openTill,
  sandbox,
}) => {
  const { length } = await sandbox.ledger();
  const code = await sandbox.freshCode(wallet);
  const till = await openTill({
    scenes: [
      { picture: emptyCounter(), frames: 40 },
      { picture: phone(code, { dx: 260, blur: 5, motion: 24 }), frames: 4 },
      { picture: phone(code, { dx: 90, blur: 6, motion: 18 }), frames: 4 },
      { picture: phone(code), frames: 40 },
    ],
  });
  await openCamera(till);
  const track = await till.page.waitForFunction(() => {
    const stream = document.querySelector('video')?.srcObject;
    return stream instanceof MediaStream && stream.getVideoTracks()[0];
  });
  await expect(till.heading('PAID')).toBeVisible();
  expect(await track.evaluate((running) => running instanceof MediaStreamTrack && running.readyState)).toBe('ended');
  expect(await newEntries(sandbox, length)).toMatchObject([{ state: 'paid', timesCharged: 1, capturedMinor: 1250 }]);

  // The next sale finds the camera open, and the phone still there.
  await till.page.keyboard.press('Enter');
  await till.key('3.40');
  await expect(till.page.getByText('This code was charged here already')).toBeVisible();
  await expect(said(till, 'The camera waits')).toBeVisible();
  await till.page.getByRole('button', { name: 'Camera settings' }).click();
  await expect(till.page.getByRole('checkbox', { name: 'Open at every sale' })).toBeChecked();
  await expect(till.page.getByText('fast reader')).toHaveCount(0);
  await till.page.getByRole('button', { name: 'Look again' }).click();
  await expect(said(till, 'The camera waits')).toBeVisible();
  expect(await newEntries(sandbox, length)).toHaveLength(1);
});

const views = [
  ['in dark mode', { darkMode: true }],
  ['turned by 35 degrees', { turn: 35 }],
  ['with a lamp in its glass', { glare: 1.2, glareAt: 'bars' }],
  ['dim', { brightness: 0.12, noise: 6 }],
] as const;

for (const [how, changes] of views) {
  test(`a phone ${how}: one charge`, async ({ openTill, sandbox }) => {
    const { length } = await sandbox.ledger();
    const picture = phone(await sandbox.freshCode(wallet), changes);
    const till = await openTill({ scenes: [{ picture, frames: 30 }] });
    await openCamera(till);
    await expect(till.heading('PAID')).toBeVisible();
    expect(await newEntries(sandbox, length)).toMatchObject([{ timesCharged: 1, capturedMinor: 1250 }]);
  });
}

test('a camera of 240 lines and one of 2160: one charge each', async ({ openTill, sandbox }) => {
  const { length } = await sandbox.ledger();
  const small = square(await sandbox.freshCode(wallet), { width: 320, height: 240, barsWidth: 150 });
  await openCamera(await openTill({ scenes: [{ picture: small, frames: 10 }] }));
  await expect.poll(async () => (await newEntries(sandbox, length)).length).toBe(1);

  const large = enlarged(phone(await sandbox.freshCode(wallet), { width: 1_280, height: 720, barsWidth: 300 }), 3);
  const till = await openTill({ scenes: [{ picture: large, frames: 3 }], framesASecond: 10 });
  await till.page.keyboard.press('Enter');
  await openCamera(till);
  await expect(till.heading('PAID')).toBeVisible();
  expect(await newEntries(sandbox, length)).toMatchObject([{ timesCharged: 1 }, { timesCharged: 1 }]);
});

test('two phones in view: nothing is charged, and the cashier is told', async ({ openTill, sandbox }) => {
  const { length } = await sandbox.ledger();
  const [one, other] = [await sandbox.freshCode(wallet), await sandbox.freshCode(wallet)];
  const both = phone(one, { layout: 'qr', dx: -150, barsWidth: 200, second: { text: other, dx: 150, dy: 0 } });
  const till = await openTill({ scenes: [{ picture: both, frames: 20 }] });
  await openCamera(till);
  await expect(said(till, 'One phone at a time')).toBeVisible();
  await till.page.waitForTimeout(1_500);
  await expect(said(till, 'One phone at a time')).toBeVisible();
  expect(await newEntries(sandbox, length)).toEqual([]);
});

test('[V35] [V36] an address, a Wi-Fi code, a card number and a driving licence: nothing is charged, said or sent of them', async ({
  openTill,
  sandbox,
}) => {
  const { length } = await sandbox.ledger();
  const card = '4111111111111111';
  const licence = '@\nANSI 636000090002DL00410278ZV03190008DLDAQT64235789\nDCSSAMPLE';
  const foreign = ['https://example.com/pay?to=1', 'WIFI:T:WPA;S:Harbour;P:tea-house;;', card, licence];
  const sent: string[] = [];
  const till = await openTill({
    scenes: foreign.map((text) => ({ picture: square(text), frames: 14 })),
    framesASecond: 10,
    async before(context) {
      context.on('page', (page) => {
        page.on('websocket', (link) => link.on('framesent', ({ payload }) => void sent.push(String(payload))));
        page.on('console', (line) => void sent.push(line.text()));
      });
      await Promise.resolve();
    },
  });
  await openCamera(till);
  await expect(said(till, 'That is a web address, not a payment code')).toBeVisible();
  await expect(said(till, 'That is not a payment code')).toBeVisible();
  await expect(said(till, 'That may be a card number')).toBeVisible();
  await till.page.waitForTimeout(2_000);
  expect(await newEntries(sandbox, length)).toEqual([]);
  const html = await till.page.content();
  for (const text of ['4111', 'tea-house', 'T64235789', 'example.com'])
    expect([text, html.includes(text), sent.some((frame) => frame.includes(text))]).toEqual([text, false, false]);
});

test('a black picture, then a white one: nothing is charged, and what may help is said after two seconds', async ({
  openTill,
  sandbox,
}) => {
  const { length } = await sandbox.ledger();
  const scenes = [4, 255].map((gray) => ({ picture: plain(320, 240, gray), frames: 40 }));
  const till = await openTill({ scenes, framesASecond: 10 });
  await openCamera(till);
  await expect(said(till, 'Hold the phone inside the frame')).toBeVisible();
  await expect(said(till, 'The camera sees nothing but black')).toBeVisible();
  await expect(said(till, 'The camera sees nothing but white')).toBeVisible();
  expect(await newEntries(sandbox, length)).toEqual([]);
});

test('a phone that cannot be read: the cashier asks for more light, and Esc leaves the camera, then the amount', async ({
  openTill,
}) => {
  const till = await openTill({ scenes: [{ picture: phone('281234567890123456', { blur: 14 }), frames: 5 }] });
  await openCamera(till);
  await expect(said(till, 'Ask the customer to raise the phone’s brightness')).toBeVisible();
  await till.page.keyboard.press('Escape');
  await expect(till.page.getByRole('button', { name: 'Use the camera' })).toBeVisible();
  await expect(till.page.locator('video')).toHaveCount(0);
  await till.page.keyboard.press('Escape');
  await expect(till.heading('To pay')).toBeVisible();
});

test('the camera is unplugged in mid frame, and opens by itself when it is back', async ({ openTill, sandbox }) => {
  const { length } = await sandbox.ledger();
  const till = await openTill({ scenes: [{ picture: emptyCounter(), frames: 20 }] });
  await openCamera(till);
  await expect(till.page.locator('video')).toBeVisible();
  // What a page sees of an unplugged camera: its track ends, it is listed no more, and the list is said to have changed.
  await till.page.evaluate(() => {
    const { mediaDevices } = navigator;
    const stream = document.querySelector('video')?.srcObject;
    const [track] = stream instanceof MediaStream ? stream.getVideoTracks() : [];
    mediaDevices.enumerateDevices = () => Promise.resolve([]);
    track?.stop();
    track?.dispatchEvent(new Event('ended'));
    mediaDevices.dispatchEvent(new Event('devicechange'));
  });
  await expect(said(till, 'The camera was unplugged')).toBeVisible();
  await expect(till.page.locator('video')).toHaveCount(0);
  await till.page.evaluate(() => {
    Reflect.deleteProperty(navigator.mediaDevices, 'enumerateDevices');
    navigator.mediaDevices.dispatchEvent(new Event('devicechange'));
  });
  await expect(said(till, 'Hold the phone inside the frame')).toBeVisible();
  expect(await newEntries(sandbox, length)).toEqual([]);
});

test('the camera is not allowed: it is said, and the code is typed instead', async ({ openTill, sandbox }) => {
  const { length } = await sandbox.ledger();
  const code = await sandbox.freshCode(wallet);
  const till = await openTill({ scenes: [{ picture: phone(code), frames: 2 }], refused: true });
  await openCamera(till);
  await expect(said(till, 'The camera is not allowed here')).toBeVisible();
  await till.page.getByRole('button', { name: 'Try again' }).click();
  await expect(said(till, 'The camera is not allowed here')).toBeVisible();
  await till.page.getByRole('button', { name: 'Type the code' }).click();
  await till.page.keyboard.type(code, { delay: 90 });
  await till.page.getByRole('button', { name: /^Charge/ }).click();
  await expect(till.heading('PAID')).toBeVisible();
  expect(await newEntries(sandbox, length)).toMatchObject([{ timesCharged: 1 }]);
});

test('no camera is connected: it is said, and a scanner works as ever', async ({ openTill, sandbox }) => {
  const { length } = await sandbox.ledger();
  const till = await openTill(null);
  await openCamera(till);
  await expect(said(till, 'No camera is connected')).toBeVisible();
  await till.scan(await sandbox.freshCode(wallet));
  await expect(till.heading('PAID')).toBeVisible();
  expect(await newEntries(sandbox, length)).toMatchObject([{ timesCharged: 1 }]);
});

const lacks = [
  {
    how: 'does not come',
    words: 'The fast reader did not come',
    lose: { url: '**/*.wasm', headers: null },
  },
  {
    how: 'may not be run',
    words: 'This screen may not run the fast reader',
    lose: { url: '**/reading-worker-*.js', headers: { 'content-security-policy': "default-src 'self'" } },
  },
] as const;

for (const { how, words, lose } of lacks) {
  test(`WebAssembly ${how}: the other decoder reads, one charge, and the settings say so`, async ({
    openTill,
    sandbox,
  }) => {
    const { length } = await sandbox.ledger();
    const code = await sandbox.freshCode(wallet);
    const till = await openTill({
      scenes: [
        { picture: emptyCounter(), frames: 75 },
        { picture: phone(code), frames: 30 },
      ],
      async before(context) {
        await context.route(lose.url, async (route) => {
          if (lose.headers === null) return await route.abort();
          const response = await route.fetch();
          await route.fulfill({ response, headers: { ...response.headers(), ...lose.headers } });
        });
      },
    });
    await openCamera(till);
    await till.page.getByRole('button', { name: 'Camera settings' }).click();
    await expect(till.page.getByText(words)).toBeVisible();
    await expect(till.heading('PAID')).toBeVisible();
    expect(await newEntries(sandbox, length)).toMatchObject([{ timesCharged: 1 }]);
  });
}

test('while a payment is asked no camera runs, and what is tried on the devices screen charges nothing', async ({
  openTill,
  sandbox,
}) => {
  const { length } = await sandbox.ledger();
  const code = await sandbox.freshCode(wallet);
  const till = await openTill({ scenes: [{ picture: phone(code), frames: 10 }] });
  await till.page.getByRole('button', { name: 'Settings' }).click();
  await till.page.getByRole('button', { name: 'Devices' }).click();
  await till.page.getByRole('button', { name: /^Look: / }).click();
  await expect(said(till, 'A payment code was read well')).toBeVisible();
  expect(await newEntries(sandbox, length)).toEqual([]);
  await till.page.keyboard.press('Escape');
  await till.page.keyboard.press('Escape');

  await sandbox.behave(wallet, 'must-confirm');
  await openCamera(till);
  await expect(till.heading('Customer is confirming on the phone')).toBeVisible();
  await expect(till.page.locator('video')).toHaveCount(0);
  const [asked] = await newEntries(sandbox, length);
  await sandbox.decide(wallet, 'confirm', asked?.paymentRequestId ?? '');
  await expect(till.heading('PAID')).toBeVisible();
  await sandbox.behave(wallet, 'approves');
  expect(await newEntries(sandbox, length)).toMatchObject([{ timesCharged: 1 }]);
});
