/* oxlint-disable unicorn/consistent-function-scoping -- what runs in the page takes nothing along */
import type { Page } from '@playwright/test';

import type { Found } from './measure.ts';

/** More controls than any screen has. */
const stopsMax = 120;

/**
 * Goes through the page by Tab alone until it comes round. Returns the controls that were not reached, those that do not
 * show that they have the focus, and those that have it where nobody sees them.
 */
export async function walkByTab(page: Page): Promise<Found[]> {
  const wanted = await page.evaluate(() => {
    const root = document.querySelector('dialog:modal') ?? document.body;
    const reached = new Set<Element>();
    const found: string[] = [];
    const nameOf = (of: Element): string =>
      `<${of.tagName.toLowerCase()}> “${(of.getAttribute('aria-label') ?? of.textContent ?? '').trim().slice(0, 24)}”`;
    const looksOf = (of: Element): string => {
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(of);
      return `${outlineStyle} ${outlineWidth} ${boxShadow}`;
    };
    // One stop for all radios of a name.
    const stopOf = (of: Element): Element =>
      of instanceof HTMLInputElement && of.type === 'radio'
        ? (document.querySelector(`input[name="${of.name}"]`) ?? of)
        : of;
    const stops = [
      ...root.querySelectorAll('button, a[href], input, select, textarea, summary, [tabindex="0"]'),
    ].filter((of) => of.checkVisibility({ visibilityProperty: true }) && !of.matches(':disabled, [tabindex="-1"]'));
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    const looks = new Map(stops.map((of) => [of, looksOf(of)]));
    document.addEventListener('focusin', ({ target }) => {
      if (!(target instanceof Element)) return;
      reached.add(stopOf(target));
      const shown = target instanceof HTMLInputElement ? (target.closest('label') ?? target) : target;
      const isShown = looks.get(target) !== looksOf(target) || looksOf(shown) !== looksOf(document.body);
      if (!isShown) found.push(`${nameOf(target)} does not show its focus`);
      const { left, top, width, height } = shown.getBoundingClientRect();
      const at = document.elementFromPoint(left + width / 2, top + height / 2);
      if (at === null || !(shown.contains(at) || at.contains(shown)))
        found.push(`${nameOf(target)} has the focus unseen`);
    });
    Object.assign(window, {
      walked: () => [
        ...found,
        ...stops.filter((of) => !reached.has(stopOf(of))).map((of) => `${nameOf(of)} is not reached by Tab`),
      ],
    });
    return stops.length;
  });
  // Twice: from wherever the page put the focus, round, and to where it began.
  for (let stop = 0; stop < Math.min(wanted + 2, stopsMax); stop++) await page.keyboard.press('Tab');
  return await page.evaluate(() => {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    return [...new Set((window as unknown as { walked: () => string[] }).walked())];
  });
}
