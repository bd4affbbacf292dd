import type { TrayCard } from '#contract';

/** A card that the host still asks about. */
export function isOpen({ finalAt }: TrayCard): boolean {
  return finalAt === null;
}

/** What a card says in one line, and aloud when it turns. */
export function wordOf(card: TrayCard): TrayCard['state'] | 'escalated' {
  return isOpen(card) && card.escalated ? 'escalated' : card.state;
}

/** Cards of `now` that said something else before: known at last, or for the manager. A card that was just put there is no news. */
export function turnedIn(before: readonly TrayCard[], now: readonly TrayCard[]): TrayCard[] {
  return now.filter((card) => {
    const old = before.find(({ paymentRequestId }) => paymentRequestId === card.paymentRequestId);
    if (old === undefined || wordOf(old) === wordOf(card)) return false;
    return !isOpen(card) || wordOf(card) === 'escalated';
  });
}

/** `0:48`, `12:03`, `1:02:03`. */
export function ageText(elapsedMs: number): string {
  const seconds = Math.floor(elapsedMs / 1_000);
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  const whole = hours === 0 ? String(minutes) : `${String(hours)}:${two(minutes % 60)}`;
  return `${whole}:${two(seconds % 60)}`;
}

function two(part: number): string {
  return String(part).padStart(2, '0');
}
