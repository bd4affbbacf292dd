import { AxeBuilder } from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';

import { buildIfStale } from '../start/build.ts';
import { displayScreens } from './layout/display-screens.ts';
import { measure, type Allowed, type Found } from './layout/measure.ts';
import { playHost, say } from './layout/played-host.ts';
import type { Screen } from './layout/screen.ts';
import { origin, serveBuilt } from './layout/site.ts';
import { walkByTab } from './layout/tab-walk.ts';
import { tillScreens } from './layout/till-screens.ts';
import { amounts, switches, wallets, walletScreens, type WalletScreen } from './layout/wallet-screens.ts';

const sizes = [
  { width: 800, height: 480 },
  { width: 1024, height: 768 },
  { width: 1920, height: 1080 },
] as const;
const themes = ['light', 'dark'] as const;

test.beforeAll(async () => await buildIfStale(process.cwd(), () => undefined));
test.describe.configure({ timeout: 300_000 });
// A trace of a thousand looks takes longer than they do.
test.use({ actionTimeout: 10_000, trace: 'off' });

for (const language of ['en', 'ja'] as const) {
  for (const [doing, screens] of Object.entries(tillScreens)) {
    test(`the till fits while it ${doing}, ${language}`, async ({ page }) => {
      await serveBuilt(page, 'till');
      await playHost(page);
      await page.addInitScript((kept) => localStorage.setItem('counterpay.screen', kept), JSON.stringify({ language }));
      for (const screen of screens) {
        await open(page, '/', screen);
        await page.locator('#till > *').first().waitFor();
        await screen.act?.(page);
        await look(page, screen.name, language, ofTill);
      }
    });
  }
  test(`every screen of the customer display fits, ${language}`, async ({ page }) => {
    await serveBuilt(page, 'display');
    await playHost(page);
    for (const screen of displayScreens) {
      await open(page, `/?lang=${language}`, screen);
      await look(page, screen.name, language, ofDisplay);
    }
  });
}

for (const language of ['en', 'zh-Hans'] as const) {
  test(`every screen of the wallet page fits, ${language}`, async ({ page }) => {
    await serveBuilt(page, 'wallet');
    let shown: WalletScreen['view'] = 'away';
    await page.route('**/sandbox/**', async (route) => {
      const { pathname } = new URL(route.request().url());
      if (pathname === '/sandbox/wallets') return await route.fulfill({ json: { wallets } });
      if (pathname === '/sandbox/switches') return await route.fulfill({ json: switches });
      if (pathname === '/sandbox/amounts') return await route.fulfill({ json: amounts });
      return shown === 'away' ? await route.abort() : await route.fulfill({ json: shown });
    });
    for (const screen of walletScreens) {
      shown = screen.view;
      await page.goto(`${origin}/?lang=${language}`);
      await page.locator('main h1').waitFor();
      await screen.act?.(page);
      await look(page, screen.name, language, ofWallet);
    }
  });
}

const ofTill: Allowed = {
  // One line each: the shop's name in the bar gives way to what stands beside it, a wallet's in a row to the amount.
  cuts: ['[class*="_place_"]', '[class*="_who_"]'],
  wholeRows: ['[class*="_whole_"]'],
  // Lists and details (LOOK 2): the tray's cards, the payments, one payment's story, the settings.
  scrolls: [
    '[class*="_cards_"]',
    '[class*="_rows_"]',
    '[class*="_body_"]:not(form *)',
    '[class*="_list_"]',
    '[class*="_panel_"]',
  ],
  // On a small screen the tray's list lies over the last payments.
  covers: ['[data-unfolded] [class*="_cards_"]'],
  pageScrolls: false,
};
const ofDisplay: Allowed = { cuts: [], wholeRows: [], scrolls: [], covers: [], pageScrolls: false };
const ofWallet: Allowed = {
  cuts: [],
  wholeRows: [],
  // The phone's own screen, as on a phone.
  scrolls: ['[class*="_main_"]'],
  covers: ['[class*="_band_"]'],
  pageScrolls: true,
};

async function open(page: Page, path: string, { says, replies }: Screen): Promise<void> {
  await page.goto(origin + path);
  await say(page, says, replies);
}

/** At every size and in both themes: boxes; at those that LOOK 9 names: axe; once: the keyboard. */
async function look(page: Page, name: string, language: string, allowed: Allowed): Promise<void> {
  const found: Found[] = [];
  for (const size of sizes) {
    await page.setViewportSize(size);
    for (const colorScheme of themes) {
      await page.emulateMedia({ colorScheme });
      const at = `${String(size.width)} ${colorScheme} ${language}, ${name}`;
      for (const one of await page.evaluate(measure, allowed)) found.push(`${at}: ${one}`);
      const isForAxe = size.width === 1024 || (size.width === 800 && colorScheme === 'light' && language === 'en');
      if (isForAxe) for (const one of await axeOf(page, colorScheme)) found.push(`${at}: ${one}`);
    }
    if (language !== 'en' || size.width !== (name.includes('cards') ? 800 : 1024)) continue;
    for (const one of await walkByTab(page)) found.push(`${String(size.width)}, ${name}: ${one}`);
  }
  expect.soft(found).toEqual([]);
}

async function axeOf(page: Page, theme: (typeof themes)[number]): Promise<Found[]> {
  // Without frames in these pages there is nothing to put together in a page of axe's own.
  const axe = new AxeBuilder({ page }).setLegacyMode();
  // The themes differ in their colours alone.
  const { violations } = await (theme === 'dark' ? axe.withRules('color-contrast') : axe).analyze();
  return violations.map(({ id, nodes }) => `axe ${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

test('what goes wrong is found', async ({ page }) => {
  const bad = {
    overlap: '<p style="margin:0">one text</p><p style="margin:-14px 0 0">another text</p>',
    cut: '<p style="width:60px;overflow:hidden;white-space:nowrap">a text that is longer</p>',
    ellipsis:
      '<p style="width:60px;overflow:hidden;white-space:nowrap;text-overflow:ellipsis">a text that is longer</p>',
    low: '<p style="height:8px;overflow:hidden">cut from below</p>',
    spilled: '<header style="height:10px"><p>one line</p><p>two lines</p></header>',
    covered: '<p>under</p><div style="position:absolute;inset:0;background:red"></div>',
    small: '<button style="width:40px;height:47px">a</button>',
    buttons:
      '<button style="width:60px;height:60px">a</button><button style="width:60px;height:60px;margin-left:-9px">b</button>',
    wide: '<div style="width:2000px">wide</div>',
    high: '<div style="height:2000px">high</div>',
    scrolls: '<div style="height:60px;overflow:auto"><p style="height:90px">long</p></div>',
    off: '<button style="position:fixed;left:-30px;top:90px;width:60px;height:60px">a</button>',
  };
  const good = '<p>one text</p><p>another text</p><button style="width:60px;height:60px">a</button>';
  const nothing: Allowed = { cuts: [], wholeRows: [], scrolls: [], covers: [], pageScrolls: false };
  await page.setContent(good);
  expect(await page.evaluate(measure, nothing)).toEqual([]);
  const missed: string[] = [];
  for (const [name, html] of Object.entries(bad)) {
    await page.setContent(html);
    if ((await page.evaluate(measure, nothing)).length === 0) missed.push(name);
  }
  expect(missed).toEqual([]);

  await page.setContent(`${good}<style>button{outline:none}</style><button tabindex="-1">b</button>`);
  const found = await walkByTab(page);
  expect(found).toContain('<button> “a” does not show its focus');
  await page.setContent(`${good}<button onfocus="this.blur()">b</button><button>c</button>`);
  await page.evaluate(() => document.addEventListener('keydown', (event) => event.preventDefault()));
  expect(await walkByTab(page)).toContain('<button> “c” is not reached by Tab');
});
