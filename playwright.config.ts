import { defineConfig } from '@playwright/test';

import type { Shell } from './e2e/counter.ts';
import { findChromium } from './start/find-chromium.ts';

const chromium = findChromium(process.env);

// Each test starts a whole counter with a database of its own: one at a time leaves its timing alone on two cores.
export default defineConfig<object, { shell: Shell }>({
  testDir: 'e2e',
  outputDir: 'out/e2e',
  workers: 1,
  retries: 0,
  timeout: 120_000,
  projects: [
    { name: 'stories', testIgnore: ['crash/**', '*.full.spec.ts', 'layout.spec.ts'] },
    // Every screen at every size, in both themes and languages: minutes, and nothing runs but a browser.
    { name: 'layout', testMatch: 'layout.spec.ts' },
    // The same files, in Electron or what takes its place where its program cannot be had; faults and devices need no shell.
    {
      name: 'electron',
      testMatch: '*.spec.ts',
      testIgnore: ['crash/**', 'faults/**', 'hid/**', '*.full.spec.ts', 'layout.spec.ts'],
      use: { shell: 'electron' },
    },
    { name: 'crash', testMatch: 'crash/*.spec.ts' },
    // At full length of time: minutes for one payment.
    { name: 'full', testMatch: '*.full.spec.ts' },
  ],
  forbidOnly: process.env['CI'] !== undefined,
  reporter: [['list'], ['./e2e/shell-counts.ts'], ['html', { outputFolder: 'out/e2e-report', open: 'never' }]],
  use: {
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    launchOptions: {
      ...(chromium === null ? {} : { executablePath: chromium }),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--no-first-run',
        '--disable-background-networking',
        '--font-render-hinting=none',
      ],
    },
  },
});
