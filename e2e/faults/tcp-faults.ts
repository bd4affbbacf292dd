import type { Socket } from 'node:net';

import { bothHops, gone, type Fault } from './fault.ts';
import { bytesOf, connectTo } from './http-message.ts';
import type { Connection, Closed, Strike } from './wire.ts';

export const tcpFaults: readonly Fault[] = [
  lost('reset', ({ raw }) => void raw.resetAndDestroy()),
  lost('ended without a word', ({ raw }) => void raw.end()),
  lost('no answer, open for ever', () => undefined),
  { ...tcp('half open: the peer is gone, no FIN', halfOpen) },
  carried('reset halfway', async (bytes, to) => {
    await written(to, bytes.subarray(0, bytes.byteLength / 2));
    return 'reset';
  }),
  carried('ended after the headers', async (bytes, to) => {
    await written(to, bytes.subarray(0, bytes.indexOf('\r\n\r\n') + 4));
    return 'ended';
  }),
  carried('ended one byte early', async (bytes, to) => {
    await written(to, bytes.subarray(0, -1));
    return 'ended';
  }),
  carried('stalled at some byte', async (bytes, to, { chance }) => {
    await written(to, bytes.subarray(0, chance(bytes.byteLength)));
    return 'stalled';
  }),
  carried('in slices of one byte', async (bytes, to) => {
    for (const byte of bytes) await written(to, Buffer.of(byte));
    return 'whole';
  }),
  carried('1 byte a second', async (bytes, to, { pace, asker }) => {
    for (const byte of bytes) {
      if (asker.raw.destroyed) return 'reset'; // given up long before the last one
      await written(to, Buffer.of(byte));
      await pace.wait(1_000);
    }
    return 'whole';
  }),
  carried('5 s late', async (bytes, to, { pace, chance }) => {
    await pace.wait(5_000 + chance(2_000));
    await written(to, bytes);
    return 'whole';
  }),
  carried('30 s late', async (bytes, to, { pace }) => {
    await pace.wait(30_000);
    await written(to, bytes);
    return 'whole';
  }),
  tcp('the request comes twice', twice),
  away('refused from then on', 'refused'),
  away('connections reset from then on', ({ raw }) => void raw.resetAndDestroy()),
  away('connections hang from then on', () => undefined),
];

function tcp(name: string, strike: Fault['strike']): Fault {
  return { name, layer: 'TCP', hops: bothHops, strike };
}

/** The request never arrives, or its answer never does. */
function lost(name: string, end: (asker: Connection) => void): Fault {
  return tcp(name, async (strike) => {
    if (strike.moment === 'after') await strike.genuine();
    end(strike.asker);
    await gone(strike);
  });
}

type Fate = 'whole' | 'reset' | 'ended' | 'stalled';
type Carry = (bytes: Buffer, to: Socket, strike: Strike) => Promise<Fate>;

/** Before: the request on its way to the server. After: the answer on its way back. */
function carried(name: string, carry: Carry): Fault {
  return tcp(name, async (strike) => {
    if (strike.moment === 'before') return await carryRequest(strike, carry);
    const answer = bytesOf(await strike.genuine());
    finish(await carry(answer, strike.asker.line, strike), strike.asker);
    await gone(strike);
  });
}

/** What the server says to what arrives of the request goes back as it is; the asker shares the connection's fate. */
async function carryRequest(strike: Strike, carry: Carry): Promise<void> {
  const { asker, question, wire, pace } = strike;
  const server = connectTo(wire.target);
  server.on('error', () => undefined);
  // No pipe: it would stop reading when the asker has gone, and the server would never be heard out.
  server.on('data', (chunk) => void (asker.line.writable && asker.line.write(chunk)));
  server.once('end', () => asker.line.end());
  const answered = new Promise<void>((resolve) => server.once('close', () => resolve()));
  const fate = await carry(question.raw, server, strike);
  if (fate !== 'whole') {
    finish(fate, { raw: server, line: server });
    finish(fate, asker);
    await gone(strike);
    await pace.wait(1_000);
    server.destroy();
  }
  await answered;
}

function finish(fate: Fate, { raw, line }: Connection): void {
  if (fate === 'reset') raw.resetAndDestroy();
  else if (fate === 'ended') raw.end();
  else if (fate === 'whole') line.end();
}

function written(to: Socket, bytes: Buffer): Promise<void> {
  return new Promise((resolve) => {
    if (to.destroyed || !to.writable) return resolve();
    to.write(bytes, () => resolve());
  });
}

/** Neither side hears that the other is gone: the server still holds its connection when the asker has given up. */
async function halfOpen({ moment, question, wire, asker, pace }: Strike): Promise<void> {
  const server = connectTo(wire.target);
  server.on('error', () => undefined);
  await written(server, moment === 'before' ? question.raw.subarray(0, question.raw.byteLength - 8) : question.raw);
  server.pause();
  await pace.wait(20_000);
  server.destroy();
  asker.raw.destroy();
}

/** Two copies reach the server, at once (before) or one after the other; the answer to the second one goes back. */
async function twice({ asker, moment, genuine }: Strike): Promise<void> {
  const first = genuine();
  if (moment === 'after') await first;
  const second = await genuine();
  await first;
  asker.line.end(bytesOf(second));
}

/** Long enough for a retry or two, and now and then for all of them. */
const awayMs = [3_000, 12_000, 50_000] as const;

/** The request or its answer is lost, and for a while nobody comes through. */
export function away(name: string, closed: Closed, layer: Fault['layer'] = 'TCP'): Fault {
  return {
    ...tcp(name, async ({ moment, asker, wire, genuine, chance }) => {
      if (moment === 'after') await genuine();
      const mended = wire.closeFor(awayMs[chance(awayMs.length)] ?? 3_000, closed);
      asker.raw.resetAndDestroy();
      await mended;
    }),
    layer,
  };
}
