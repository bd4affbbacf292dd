import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { buildIfStale } from '../start/build.ts';
import { CannotStart } from '../start/cannot-start.ts';
import { CannotMeasure } from './cannot-measure.ts';

export const checkout = fileURLToPath(new URL('..', import.meta.url));

/** The folder of the built screens, built anew when their sources changed. Throws `CannotMeasure`. */
export async function builtScreens(): Promise<string> {
  try {
    await buildIfStale(checkout, (words) => console.error(words));
  } catch (error) {
    throw error instanceof CannotStart ? new CannotMeasure(error.message) : error;
  }
  return join(checkout, 'out/renderer');
}
