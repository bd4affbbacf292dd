import type { EpochMs } from '#payment';

const shape =
  /^(\d{4}-\d{2}-\d{2})(T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?)(Z|[+-](?:[01]\d|2[0-3]):?[0-5]\d)$/;

/** `2019-05-28T12:12:12+08:00`, also with `Z`, `+0800` or a fraction (DOMAIN 1.2); null when there is no such time. */
export function readIsoTime(text: string): EpochMs | null {
  const [, day, time, offset] = shape.exec(text) ?? [];
  if (day === undefined || time === undefined || offset === undefined || !isDay(day)) return null;
  return Date.parse(day + time + (offset.length === 5 ? `${offset.slice(0, 3)}:${offset.slice(3)}` : offset));
}

/** `Date.parse` takes the 30th of February for the 2nd of March. */
function isDay(day: string): boolean {
  const ms = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(day);
}

/** To the second and in UTC, as Alipay+ shows it: `2021-04-21T01:47:04Z`. */
export function writeIsoTime(at: EpochMs): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}
