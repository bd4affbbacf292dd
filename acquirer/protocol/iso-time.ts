import type { EpochMs } from '#payment';

const shape = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?)(Z|[+-]\d{2}:?\d{2})$/;

/** `2019-05-28T12:12:12+08:00`, also with `Z`, `+0800` or a fraction (DOMAIN 1.2); null when it is no such time. */
export function readIsoTime(text: string): EpochMs | null {
  const [, local, offset] = shape.exec(text) ?? [];
  if (local === undefined || offset === undefined) return null;
  const ms = Date.parse(local + (offset.length === 5 ? `${offset.slice(0, 3)}:${offset.slice(3)}` : offset));
  return Number.isNaN(ms) ? null : ms;
}

/** To the second and in UTC, as Alipay+ shows it: `2021-04-21T01:47:04Z`. */
export function writeIsoTime(at: EpochMs): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}
