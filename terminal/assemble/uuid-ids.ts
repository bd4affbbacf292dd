import type { Clock, Ids } from '#payment';

/**
 * UUIDv7 without hyphens (RFC 9562, 5.7): milliseconds, then a counter within the millisecond (method 1), then random
 * bits. Never goes back within a process, whatever the wall clock does.
 */
export function uuidIds(clock: Pick<Clock, 'wallMs'>, randomBytes: (size: number) => Uint8Array): Ids {
  let lastMs = 0;
  let count = 0;
  return {
    next() {
      const nowMs = Math.max(lastMs, Math.floor(clock.wallMs()));
      count = nowMs === lastMs ? count + 1 : 0;
      lastMs = count > countMax ? nowMs + 1 : nowMs;
      if (count > countMax) count = 0;
      const random = Buffer.from(randomBytes(8)).toString('hex');
      const variant = ((Number.parseInt(random.slice(0, 1), 16) & 0x3) | 0x8).toString(16);
      return (
        lastMs.toString(16).padStart(12, '0') + '7' + count.toString(16).padStart(3, '0') + variant + random.slice(1)
      );
    },
  };
}

const countMax = 0xfff;
