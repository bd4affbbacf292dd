import type { Display, Scanner, Snapshot } from '#contract';

/** What a display was told a while ago, as it would be said now: a reloaded page must not begin its time anew. */
export function agedDisplay(display: Display, byMs: number): Display {
  const { now } = display;
  switch (now.shows) {
    case 'code':
      return { ...display, now: { ...now, leftMs: Math.max(0, now.leftMs - byMs) } };
    case 'paid':
    case 'not-paid':
      return { ...display, now: { ...now, agoMs: now.agoMs + byMs } };
    default:
      return display;
  }
}

/** The same of what the till's own screens were told. */
export function agedSnapshot(snapshot: Snapshot, byMs: number): Snapshot {
  const { stage, tray, held, devices, timeScale } = snapshot;
  return {
    ...snapshot,
    stage: agedStage(stage, byMs),
    tray: tray.map((card) => (card.finalAt === null ? { ...card, elapsedMs: card.elapsedMs + byMs } : card)),
    held: held === null ? null : { ...held, leftMs: Math.max(0, held.leftMs - byMs) },
    devices: { ...devices, scanners: devices.scanners.map((scanner) => agedScanner(scanner, byMs / timeScale)) },
  };
}

function agedScanner(scanner: Scanner, byMs: number): Scanner {
  return scanner.lastScanAgoMs === null ? scanner : { ...scanner, lastScanAgoMs: scanner.lastScanAgoMs + byMs };
}

function agedStage(stage: Snapshot['stage'], byMs: number): Snapshot['stage'] {
  if (stage.at === 'cancelling') return { ...stage, elapsedMs: stage.elapsedMs + byMs };
  if (stage.at !== 'asking') return stage;
  const { orderCode } = stage;
  const left = orderCode?.isOn === true ? { ...orderCode, leftMs: Math.max(0, orderCode.leftMs - byMs) } : orderCode;
  return { ...stage, elapsedMs: stage.elapsedMs + byMs, orderCode: left };
}
