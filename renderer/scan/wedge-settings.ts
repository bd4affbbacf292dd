import * as z from 'zod';

import { learnedGapMaxMs, learnedGapMinMs, ownPrefixCharsMax, wedgeReadings } from './wedge-reading.ts';

/** What is known of the scanner that types on this machine, from scans of the test code. */
export const WedgeSettings = z.strictObject({
  /** An AIM identifier such as `]C0` comes first. */
  aim: z.boolean(),
  /** What a person had the scanner send first; never what could be part of an amount. */
  prefix: z
    .string()
    .max(ownPrefixCharsMax)
    .regex(/^[^\d.,\s]*$/),
  suffix: z.enum(['Enter', 'Tab', 'none']),
  /** A pause between two keys of a scan is not longer, ms. */
  gapMs: z.int().min(learnedGapMinMs).max(learnedGapMaxMs),
  reading: z.enum(wedgeReadings),
});
export type WedgeSettings = z.infer<typeof WedgeSettings>;
