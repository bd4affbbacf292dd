import { fileURLToPath } from 'node:url';

import { buildIfStale } from './build.ts';
import { CannotStart } from './cannot-start.ts';

// `npm run till`: the built kiosk in this process, built first when it is out of date.

const checkout = fileURLToPath(new URL('..', import.meta.url));
try {
  await buildIfStale(checkout, (words) => console.error(words));
  await import(new URL('../out/kiosk/main.cjs', import.meta.url).href);
} catch (error) {
  if (!(error instanceof CannotStart)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
