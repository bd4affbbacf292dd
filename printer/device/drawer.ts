/** A pulse for the cash drawer, as it was asked for. */
export type Pulse = { pin: 2 | 5; onMs: number; offMs: number };

/** `ESC p m t1 t2`: t1 and t2 in units of 2 ms, an off time below the on time counts as that. Null for another m. */
export function pulseOf([, , m = 0, on = 0, off = 0]: Uint8Array): Pulse | null {
  const pin = pinOf(m);
  return pin === null ? null : { pin, onMs: 2 * on, offMs: 2 * Math.max(on, off) };
}

/** `DLE DC4 1 m t`: t in units of 100 ms, 1 to 8. */
export function realTimePulseOf([, , , m = 0, t = 0]: Uint8Array): Pulse | null {
  const pin = pinOf(m);
  return pin === null || t < 1 || t > 8 ? null : { pin, onMs: 100 * t, offMs: 100 * t };
}

function pinOf(m: number): 2 | 5 | null {
  return m === 0 || m === 48 ? 2 : m === 1 || m === 49 ? 5 : null;
}
