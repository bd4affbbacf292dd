import { useEffect, useSyncExternalStore, type ComponentType } from 'react';

import { script, style } from 'virtual:later';

import type { Snapshot } from '#contract';
import type { SaleId } from '#payment';

/** The screens that a sale does not need, in a script of their own: the till is ready to scan before they come. */
export type LaterScreens = {
  CameraPanel: ComponentType<{ saleId: SaleId }>;
  PairingScreen: ComponentType<{ backend: string | null }>;
  PaymentsScreen: ComponentType<{ snapshot: Snapshot }>;
  SettingsScreen: ComponentType<{ snapshot: Snapshot }>;
};

const tryAgainMs = 2_000;
/** The first screen is drawn, and a scan taken, before. */
const fetchAfterMs = 1_000;

let screens: LaterScreens | null = null;
let asked = false;
const waiting = new Set<() => void>();

/** Null until they have come. `isWanted`: one of them is to be shown now; else they are fetched when the till has been drawn. */
export function useLater(isWanted: boolean): LaterScreens | null {
  useEffect(() => {
    const soon = setTimeout(fetchLater, isWanted ? 0 : fetchAfterMs);
    return () => clearTimeout(soon);
  }, [isWanted]);
  return useSyncExternalStore(onCome, () => screens);
}

/** Unless they were asked for before. What does not come is asked for again. */
function fetchLater(): void {
  if (asked) return;
  asked = true;
  load(() => element('link', (link) => Object.assign(link, { rel: 'stylesheet', href: style })));
  load(() => element('script', (tag) => Object.assign(tag, { src: script })));
}

/** Said by their script, once. */
export function hasCome(come: LaterScreens): void {
  screens = come;
  for (const tell of waiting) tell();
}

function onCome(changed: () => void): () => void {
  waiting.add(changed);
  return () => waiting.delete(changed);
}

function load(make: () => HTMLElement): void {
  const tag = make();
  tag.addEventListener('error', () => {
    tag.remove();
    setTimeout(() => load(make), tryAgainMs);
  });
  document.head.append(tag);
}

function element<Name extends 'link' | 'script'>(
  name: Name,
  dress: (tag: HTMLElementTagNameMap[Name]) => void,
): HTMLElementTagNameMap[Name] {
  const tag = document.createElement(name);
  dress(tag);
  return tag;
}
