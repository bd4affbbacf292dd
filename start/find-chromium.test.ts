import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

import { expect, it } from 'vitest';

import { findChromium } from './find-chromium.ts';

it('the variable wins, then the PATH in the order of the names; otherwise there is none', () => {
  const folder = mkdtempSync(join(tmpdir(), 'start-'));
  const path = ['/nowhere', folder].join(delimiter);
  expect(findChromium({ PATH: path })).toBeNull();
  for (const name of ['google-chrome', 'chromium']) writeFileSync(join(folder, name), '');
  chmodSync(join(folder, 'google-chrome'), 0o755);
  expect(findChromium({ PATH: path })).toBe(join(folder, 'google-chrome'));
  chmodSync(join(folder, 'chromium'), 0o755);
  expect(findChromium({ PATH: path })).toBe(join(folder, 'chromium'));
  const named = join(folder, 'google-chrome');
  expect(findChromium({ PATH: path, CHROMIUM: named })).toBe(named);
  expect(findChromium({ PATH: path, CHROMIUM: '/nowhere/chromium' })).toBeNull();
  rmSync(folder, { recursive: true });
});
