import type { Page } from '@playwright/test';
import type * as z from 'zod';

import type { Command, HostFrame, Reply } from '#contract';

export type PageKind = 'till' | 'display' | 'wallet';

/** What a host says, before it is parsed. */
export type HostSays = z.input<typeof HostFrame>;

/** What the host that is played answers; `ok` to what is not named. */
export type Replies = { readonly [D in Command['do']]?: z.input<typeof Reply> };

/** One thing that a page can show: what its host says, and what a person does then. */
export type Screen = {
  name: string;
  says: readonly HostSays[];
  replies?: Replies;
  act?: (page: Page) => Promise<void>;
};
