import type { Browser, Page } from '@playwright/test';

import { rounded } from './figures.ts';

type TraceEvent = { name: string; ph: string; pid: number; tid: number; dur?: number; args?: { name?: string } };

/** The longest task of a page's main thread while `during` runs, ms. Tracing itself costs a little of it. */
export async function longestTaskMs(browser: Browser, page: Page, during: () => Promise<void>): Promise<number> {
  await browser.startTracing(page, { categories: ['toplevel', 'devtools.timeline', '__metadata'] });
  await during();
  const trace = JSON.parse((await browser.stopTracing()).toString('utf8')) as { traceEvents: TraceEvent[] };
  const mains = trace.traceEvents.filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain');
  const isMain = ({ pid, tid }: TraceEvent): boolean => mains.some((main) => main.pid === pid && main.tid === tid);
  const tasks = trace.traceEvents.filter((event) => event.ph === 'X' && /RunTask/.test(event.name) && isMain(event));
  if (tasks.length === 0) throw new Error('a page without tasks');
  return rounded(Math.max(...tasks.map(({ dur }) => dur ?? 0)) / 1_000);
}
