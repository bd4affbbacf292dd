import { fileURLToPath } from 'node:url';

import { build } from './build.ts';
import { CannotStart } from './cannot-start.ts';

// `npm run build`.

try {
  await build(fileURLToPath(new URL('..', import.meta.url)), (words) => console.error(words));
} catch (error) {
  if (!(error instanceof CannotStart)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
