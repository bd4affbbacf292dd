import type { Display, Snapshot } from '#contract';

/** What the till's own screens were told, when nobody stands behind its code any more. */
export function withoutCode(snapshot: Snapshot): Snapshot {
  const { stage } = snapshot;
  if (stage.at !== 'asking' || stage.orderCode?.isOn !== true) return snapshot;
  return { ...snapshot, stage: { ...stage, orderCode: { isOn: false } } };
}

/** The same of what a display was told. */
export function displayWithoutCode(display: Display): Display {
  const { now } = display;
  return now.shows === 'code' ? { ...display, now: { shows: 'one-moment', amount: now.amount } } : display;
}
