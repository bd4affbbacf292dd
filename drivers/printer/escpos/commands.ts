/** Bytes of ESC/POS that are no part of a document. Each names the command of Epson's reference. */

/** `DLE EOT n`: one byte of status at once, also while the printer is offline. 1 printer, 2 why offline, 3 fault, 4 paper. */
export function askRealTime(n: RealTimeQuestion): Uint8Array {
  return Uint8Array.of(0x10, 0x04, n);
}

export type RealTimeQuestion = 1 | 2 | 3 | 4;

/** `ESC @`. */
export const reset = Uint8Array.of(0x1b, 0x40);

/** `ESC @`, `GS a 255`: the settings of whoever printed before are gone, and every change of status is said from now on. */
export const beginTalk = Uint8Array.of(0x1b, 0x40, 0x1d, 0x61, 0xff);

/** `GS r 1`: answered when it is reached in the buffer, so that what came before it is done. */
export const sayWhenReached = Uint8Array.of(0x1d, 0x72, 0x01);

/** `GS I 66`, `GS I 67`: who made it, and its model. */
export const askMaker = Uint8Array.of(0x1d, 0x49, 66);
export const askModel = Uint8Array.of(0x1d, 0x49, 67);

/** `ESC p m 25 250`: 50 ms on, 500 ms off. Citizen asks that a drawer's coil rests at least four times as long as it works. */
export function drawerPulse(pin: 2 | 5): Uint8Array {
  return Uint8Array.of(0x1b, 0x70, pin === 2 ? 0 : 1, 0x19, 0xfa);
}

/** `DLE DC4 1 m 1`: the pulse at once, 100 ms; the one way while the printer is offline. */
export function drawerPulseAtOnce(pin: 2 | 5): Uint8Array {
  return Uint8Array.of(0x10, 0x14, 0x01, pin === 2 ? 0 : 1, 0x01);
}

/** No command of ours has more data than this, so that as many NULs end one that was left half-sent. */
export const commandBytesMax = 8_192;

/** As NULs, the rest of what a command says of its length; no command's first part is longer. */
export const finishHeader = new Uint8Array(16);

/** Ends a command that somebody left half-sent; outside of one a NUL does nothing. */
export const flush = new Uint8Array(commandBytesMax);
