/* oxlint-disable unicorn/consistent-function-scoping -- what runs in the page takes nothing along */
/** What a person would see go wrong, in words: which element, what of it. */
export type Found = string;

export type Allowed = {
  /** Elements that may cut their text, by selector. */
  cuts: readonly string[];
  /** Lists that show whole rows only: those that do not fit are not begun, and nobody sees or reaches them. */
  wholeRows: readonly string[];
  /** Elements that may scroll. */
  scrolls: readonly string[];
  /** Elements that may lie over others. */
  covers: readonly string[];
  /** The page itself may scroll up and down. */
  pageScrolls: boolean;
};

/**
 * Measures what stands on the page: nothing beyond the window, no cut text, no two texts and no two controls on one place,
 * no control too small for a finger. It runs in the page, so everything it needs is inside.
 */
export async function measure(allowed: Allowed): Promise<Found[]> {
  type Box = { left: number; top: number; right: number; bottom: number };
  type Pane = { of: Element; box: Box; x: string; y: string };
  type Text = { of: Element; box: Box; name: string };
  /** Glyphs may touch an edge by a fraction. */
  const slackPx = 1;
  const targetMinPx = 48;
  const found: Found[] = [];
  const pen = document.createElement('canvas').getContext('2d');
  const dialog = document.querySelector('dialog:modal');
  const panes = new Map<Element, Pane[]>();
  const matches = (of: Element, selectors: readonly string[]): boolean => selectors.some((one) => of.matches(one));

  for (const animation of document.getAnimations()) animation.cancel();
  // What is drawn to the size of its place is drawn anew by then.
  await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
  measurePage();
  const texts = [...textsUnder(dialog ?? document.body)];
  const controls = controlsUnder(dialog ?? document.body);
  measureTexts();
  measureControls();
  return [...new Set(found)];

  function measurePage(): void {
    const { scrollWidth, scrollHeight, scrollLeft, scrollTop } = document.documentElement;
    if (scrollWidth > innerWidth || scrollLeft > 0) found.push(`the page is ${scrollWidth} px wide`);
    if (!allowed.pageScrolls && (scrollHeight > innerHeight || scrollTop > 0))
      found.push(`the page is ${scrollHeight} px high`);
    for (const of of document.body.querySelectorAll('*')) {
      if (of instanceof SVGElement || !isSeen(of)) continue;
      const { overflowX, overflowY } = getComputedStyle(of);
      const isWide = of.scrollWidth > of.clientWidth + slackPx;
      const isHigh = of.scrollHeight > of.clientHeight + slackPx;
      if (isWide && /auto|scroll/.test(overflowX)) found.push(`${nameOf(of)} scrolls sideways`);
      if (isHigh && /auto|scroll/.test(overflowY) && !matches(of, allowed.scrolls)) found.push(`${nameOf(of)} scrolls`);
      const isMoved = of.scrollLeft !== 0 || of.scrollTop !== 0;
      if (isMoved && !matches(of, allowed.scrolls)) found.push(`${nameOf(of)} was scrolled away`);
      if (overflowX !== 'visible' && isWide && hasText(of) && !matches(of, allowed.cuts))
        found.push(`${nameOf(of)} cuts its text: ${of.scrollWidth} px in ${of.clientWidth}`);
    }
  }

  function measureTexts(): void {
    for (const { of, box, name } of texts) {
      const cut = cutOf(of, box);
      if (cut !== null) found.push(`${name} is cut by ${cut}`);
      const room = of.closest('button, header, footer, nav, aside, main, dialog');
      if (
        cut === null &&
        of.closest(allowed.cuts.join(', ') || ':not(*)') === null &&
        room !== null &&
        !isInside(seenPart(of, box), boxOf(room)) &&
        hasSize(seenPart(of, box))
      )
        found.push(`${name} leaves ${nameOf(room)}`);
    }
    const shown = texts
      .map((text) => ({ ...text, box: seenPart(text.of, text.box) }))
      .filter(({ box }) => isThere(box));
    for (const [at, one] of shown.entries()) {
      const over = coverOf(one.of, one.box);
      if (over !== null) {
        if (over.closest(allowed.covers.join(', ') || ':not(*)') === null)
          found.push(`${one.name} is under ${nameOf(over)}`);
        continue;
      }
      for (const other of shown.slice(at + 1)) {
        const isApart = one.of === other.of || !meet(one.box, other.box) || coverOf(other.of, other.box) !== null;
        if (!isApart) found.push(`${one.name} and ${other.name} lie on one place`);
      }
    }
  }

  function measureControls(): void {
    for (const [at, of] of controls.entries()) {
      const box = boxOf(of);
      const width = box.right - box.left;
      const height = box.bottom - box.top;
      const min = leastOf(of);
      if (width < targetMinPx - 0.5 || height < min - 0.5)
        found.push(`${nameOf(of)} is ${Math.round(width)}×${Math.round(height)} px, not ${targetMinPx}×${min}`);
      const seen = seenPart(of, box);
      if (!isThere(seen)) continue;
      if (!allowed.pageScrolls && !isInside(seen, { left: 0, top: 0, right: innerWidth, bottom: innerHeight }))
        found.push(`${nameOf(of)} is partly off the screen`);
      for (const other of controls.slice(at + 1)) {
        if (of.contains(other) || other.contains(of)) continue;
        const isCovered = matches(of.closest(allowed.covers.join(', ') || ':not(*)') ?? of, allowed.covers);
        const isCovering = other.closest(allowed.covers.join(', ') || ':not(*)') !== null;
        if (isCovered || isCovering) continue;
        if (meet(seen, seenPart(other, boxOf(other))))
          found.push(`${nameOf(of)} and ${nameOf(other)} lie on one place`);
      }
    }
  }

  /** LOOK 3: a key 72, a main action 64, any control 48. */
  function leastOf(of: Element): number {
    if (/_(key|soft|second)_/.test(of.className)) return 72;
    return /_primary_/.test(of.className) || of.getAttribute('data-kind') === 'primary' ? 64 : targetMinPx;
  }

  function controlsUnder(root: Element): Element[] {
    const all = [...root.querySelectorAll('button, a[href], input, select, textarea, summary')].filter(isSeen);
    // What belongs to a label is pressed by all of the label.
    return all.map((of) => (of instanceof HTMLInputElement && isLabelled(of) ? (of.closest('label') ?? of) : of));
  }

  function isLabelled({ type }: HTMLInputElement): boolean {
    return type === 'radio' || type === 'checkbox' || type === 'file';
  }

  function* textsUnder(root: Element): Generator<Text> {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    while (walker.nextNode() !== null) {
      const { currentNode } = walker;
      const of = currentNode.parentElement;
      const words = currentNode.textContent?.trim() ?? '';
      if (of === null || words === '' || !isSeen(of)) continue;
      range.selectNodeContents(currentNode);
      const ink = inkOf(of, words);
      for (const { left, top, right, bottom } of range.getClientRects()) {
        if (right - left < 1) continue;
        const base = top + (bottom - top) * ink.base;
        yield {
          of,
          box: { left, right, top: base - ink.above, bottom: base + ink.below },
          name: `“${words.slice(0, 40)}”`,
        };
      }
    }
  }

  /** How far the glyphs reach from their line; a line's box is higher than what stands in it. */
  function inkOf(of: Element, words: string): { base: number; above: number; below: number } {
    const { fontStyle, fontWeight, fontSize, fontFamily } = getComputedStyle(of);
    if (pen === null) throw new Error('no canvas');
    pen.font = `${fontStyle} ${fontWeight} ${fontSize} ${fontFamily}`;
    const size = pen.measureText(words);
    const base = size.fontBoundingBoxAscent / (size.fontBoundingBoxAscent + size.fontBoundingBoxDescent);
    return { base, above: size.actualBoundingBoxAscent, below: size.actualBoundingBoxDescent };
  }

  /** The nearest ancestor, or the window, that does not let all of it be seen; what scrolls shows it in its turn. */
  function cutOf(of: Element, box: Box): string | null {
    for (const pane of panesOf(of)) {
      if (matches(pane.of, allowed.cuts)) return null;
      if (/auto|scroll/.test(pane.x + pane.y)) return null;
      const isCutX =
        pane.x !== 'visible' && (box.left < pane.box.left - slackPx || box.right > pane.box.right + slackPx);
      const isCutY =
        pane.y !== 'visible' && (box.top < pane.box.top - slackPx || box.bottom > pane.box.bottom + slackPx);
      if (isCutX || isCutY) return nameOf(pane.of);
    }
    return allowed.pageScrolls || isInside(box, windowBox()) ? null : 'the window';
  }

  /** Itself and what is around it, as far as it does not let everything be seen. */
  function panesOf(of: Element): Pane[] {
    const known = panes.get(of);
    if (known !== undefined) return known;
    const around = of.parentElement === null || of === document.body ? [] : panesOf(of.parentElement);
    const { overflowX: x, overflowY: y } = getComputedStyle(of);
    const all = x === 'visible' && y === 'visible' ? around : [{ of, box: boxOf(of), x, y }, ...around];
    panes.set(of, all);
    return all;
  }

  function windowBox(): Box {
    return { left: 0, top: 0, right: innerWidth, bottom: innerHeight };
  }

  function seenPart(of: Element, box: Box): Box {
    let seen = box;
    for (const { box: pane } of panesOf(of)) {
      const left = Math.max(seen.left, pane.left);
      const top = Math.max(seen.top, pane.top);
      seen = { left, top, right: Math.min(seen.right, pane.right), bottom: Math.min(seen.bottom, pane.bottom) };
    }
    return seen;
  }

  function hasSize({ left, top, right, bottom }: Box): boolean {
    return right > left && bottom > top;
  }

  /** What lies over the middle of it. */
  function coverOf(of: Element, box: Box): Element | null {
    const top = document.elementFromPoint((box.left + box.right) / 2, (box.top + box.bottom) / 2);
    return top === null || top.contains(of) || of.contains(top) || top.closest('label')?.contains(of) === true
      ? null
      : top;
  }

  function isSeen(of: Element): boolean {
    if (of.closest('.sr-only') !== null) return false;
    const list = allowed.wholeRows.length === 0 ? null : of.closest(allowed.wholeRows.join(', '));
    const row = list === null ? undefined : [...list.children].find((one) => one.contains(of));
    if (list !== null && row !== undefined && !meet(boxOf(list), boxOf(row))) return false;
    return of.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true });
  }

  function hasText(of: Element): boolean {
    return [...of.childNodes].some(({ nodeType, textContent }) => nodeType === Node.TEXT_NODE && textContent !== '');
  }

  function boxOf(of: Element): Box {
    const { left, top, right, bottom } = of.getBoundingClientRect();
    return { left, top, right, bottom };
  }

  function isThere({ left, top, right, bottom }: Box): boolean {
    return right - left > slackPx && bottom - top > slackPx;
  }

  function isInside(box: Box, pane: Box): boolean {
    const isIn = box.left >= pane.left - slackPx && box.right <= pane.right + slackPx;
    return isIn && box.top >= pane.top - slackPx && box.bottom <= pane.bottom + slackPx;
  }

  function meet(one: Box, other: Box): boolean {
    const width = Math.min(one.right, other.right) - Math.max(one.left, other.left);
    const height = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
    return width > slackPx && height > slackPx;
  }

  function nameOf(of: Element): string {
    const kind = of.getAttribute('class')?.replaceAll(/\b_(\w+?)_\w+\b/g, '.$1') ?? '';
    const words = of.textContent?.trim().slice(0, 24) ?? '';
    return `<${of.tagName.toLowerCase()}${kind === '' ? '' : ` ${kind}`}>${words === '' ? '' : ` “${words}”`}`;
  }
}
