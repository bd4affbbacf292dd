import type { EpochMs } from '#payment';

/**
 * `2026-11-22 14:03:05 +08:00`: in every language the same, by the Gregorian calendar and with its distance from UTC, so that
 * a receipt is read the same wherever its owner comes from. `timeZone`: a name that is known; undefined: the machine's own.
 */
export function receiptTime(at: EpochMs, timeZone: string | undefined): string {
  const { year, month, day, hour, minute, second, timeZoneName } = partsOf(at, timeZone);
  const offset = timeZoneName.slice('GMT'.length);
  return `${year}-${month}-${day} ${hour}:${minute}:${second} ${offset === '' ? '+00:00' : offset}`;
}

/** `14:03:05`, for what ends within the hour. */
export function receiptClock(at: EpochMs, timeZone: string | undefined): string {
  const { hour, minute, second } = partsOf(at, timeZone);
  return `${hour}:${minute}:${second}`;
}

type Part = 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second' | 'timeZoneName';

function partsOf(at: EpochMs, timeZone: string | undefined): Record<Part, string> {
  const parts = { year: '', month: '', day: '', hour: '', minute: '', second: '', timeZoneName: '' };
  for (const { type, value } of formatterOf(timeZone).formatToParts(at)) if (type in parts) parts[type as Part] = value;
  return parts;
}

/** Each takes about a millisecond to make. */
const formatters = new Map<string | undefined, Intl.DateTimeFormat>();

function formatterOf(timeZone: string | undefined): Intl.DateTimeFormat {
  const kept = formatters.get(timeZone);
  if (kept !== undefined) return kept;
  const made = new Intl.DateTimeFormat('en-u-ca-gregory-nu-latn', {
    ...(timeZone === undefined ? {} : { timeZone }),
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'longOffset',
  });
  formatters.set(timeZone, made);
  return made;
}
