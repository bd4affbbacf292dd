import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { Hint as WireHint } from '#contract';
import { TerminalId } from '#payment';
import { verifyRequest, writeHint } from '#protocol';

import { VirtualClock } from '../../payment/testing/virtual-clock.ts';
import { EventStreamReader } from './event-stream.ts';
import { openHintLine, type Hint } from './hint-line.ts';

const till = generateKeyPairSync('ed25519');
const backend = generateKeyPairSync('ed25519');
const terminalId = TerminalId.parse('TILL1');

type Opened = { headers: IncomingHttpHeaders; response: ServerResponse };

let clock: VirtualClock;
let server: Server;
let opened: Opened[];
/** What the backend does with a line that comes. */
let take: (opened: Opened) => void;
let hints: Hint[];
let refused: string[];
let end: () => void;
let throws: number;

beforeEach(async () => {
  clock = new VirtualClock(Date.UTC(2026, 10, 21, 10));
  [opened, hints, refused, throws] = [[], [], [], 0];
  take = ({ response }) => void response.writeHead(200, { 'content-type': 'text/event-stream' }).write(':\n\n');
  server = createServer((request, response) => {
    opened.push({ headers: request.headers, response });
    take({ headers: request.headers, response });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const settings = {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    terminalId,
    key: till.privateKey,
    backendKey: () => backend.publicKey,
  };
  let ids = 0;
  const ports = { clock, ids: { next: () => `nonce${(ids += 1)}` }, random: { next: () => ((throws += 1), 0.5) } };
  const listener = { hint: (hint: Hint) => hints.push(hint), refused: (why: string) => refused.push(why) };
  end = openHintLine(settings, ports, listener, () => '7:abc');
});

afterEach(async () => {
  end();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

function hint(change: Partial<WireHint> = {}): WireHint {
  return WireHint.parse({
    number: 1,
    terminalId,
    paymentRequestId: 'TILL1abc',
    amount: { currency: 'EUR', value: '1250' },
    says: 'succeeded',
    at: clock.wallMs(),
    ...change,
  });
}

function send(which: number, change: Partial<WireHint> = {}, key: KeyObject = backend.privateKey): void {
  const told = hint(change);
  opened[which]?.response.write(`id: ${told.number}\nevent: hint\ndata: ${writeHint(told, key)}\n\n`);
}

async function lines(count: number): Promise<void> {
  await expect.poll(() => opened.length, { interval: 5 }).toBe(count);
}

/** Time passes until one more line comes, at most `withinMs` of it. */
async function another(withinMs: number): Promise<number> {
  const before = opened.length;
  const since = clock.monoMs();
  while (opened.length === before && clock.monoMs() - since < withinMs) {
    await clock.run(100);
    await new Promise((resolve) => setTimeout(resolve, 3));
  }
  return clock.monoMs() - since;
}

describe('what is heard', () => {
  it('[R13] a line is opened by a request that the till has signed, and a hint is given on', async () => {
    await lines(1);
    const headers = Object.fromEntries(Object.entries(opened[0]?.headers ?? {}).map(([k, v]) => [k, String(v)]));
    const signed = await verifyRequest(
      { method: 'GET', target: '/v1/events', headers, body: null },
      () => till.publicKey,
    );
    expect(signed).toMatchObject({ ok: true, value: { terminalId: 'TILL1', journalHead: '7:abc' } });
    send(0);
    await expect
      .poll(() => hints, { interval: 5 })
      .toEqual([{ paymentRequestId: 'TILL1abc', amount: { currency: 'EUR', minor: 1250 }, says: 'succeeded' }]);
  });

  it('[V30] [V31] forged, for another till, replayed or unreadable hints are refused, and the line goes on', async () => {
    await lines(1);
    send(0, { number: 5 });
    send(0, { number: 6 }, generateKeyPairSync('ed25519').privateKey);
    send(0, { number: 7, terminalId: TerminalId.parse('TILL2') });
    for (let copy = 0; copy < 3; copy++) send(0, { number: 5 });
    send(0, { number: 4 });
    send(0, { number: 8, amount: { currency: 'XXQ', value: '1' } });
    opened[0]?.response.write('event: hint\ndata: {}\n\nevent: other\ndata: x\n\n: a comment\n\n');
    send(0, { number: 9, says: 'failed' });
    await expect.poll(() => hints.map(({ says }) => says), { interval: 5 }).toEqual(['succeeded', 'failed']);
    expect(refused).toEqual([
      'hint-bad-signature',
      'hint-other-terminal',
      ...Array.from({ length: 4 }, () => 'hint-replayed'),
      'hint-unreadable',
      'hint-unreadable',
    ]);
    expect(opened).toHaveLength(1);
  });

  it('[V38] an event without an end is not kept, and ends the line', async () => {
    await lines(1);
    opened[0]?.response.write(`data: ${'x'.repeat(20_000)}`);
    await expect.poll(() => refused, { interval: 5 }).toEqual(['hint-too-large']);
    await another(5_000);
    expect(opened).toHaveLength(2);
  });
});

describe('a line that breaks', () => {
  it('is opened again, and names the last hint that was heard', async () => {
    await lines(1);
    expect(opened[0]?.headers['last-event-id']).toBeUndefined();
    send(0, { number: 41 });
    await expect.poll(() => hints.length, { interval: 5 }).toBe(1);
    opened[0]?.response.destroy();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await another(5_000)).toBeLessThanOrEqual(1_100);
    expect(opened[1]?.headers['last-event-id']).toBe('41');
  });

  it('is opened again when 40 s have passed without a byte, and not while there are any', async () => {
    await lines(1);
    for (let beat = 0; beat < 5; beat++) {
      await clock.run(15_000);
      opened[0]?.response.write(':\n\n');
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    expect(opened).toHaveLength(1);
    const tookMs = await another(60_000);
    expect(tookMs).toBeGreaterThan(39_000);
    expect(tookMs).toBeLessThan(42_000);
  });

  it('waits longer each time, with jitter, and 30 s at most', async () => {
    take = ({ response }) => void response.destroy();
    await lines(1);
    opened[0]?.response.destroy();
    const gaps: number[] = [];
    for (let time = 0; time < 8; time++) {
      await new Promise((resolve) => setTimeout(resolve, 10));
      gaps.push(await another(40_000));
    }
    expect(gaps.every((gap, i) => i === 0 || gap >= (gaps[i - 1] ?? 0) - 200)).toBe(true);
    expect(gaps[0]).toBeLessThan(1_200);
    expect(Math.max(...gaps)).toBeLessThan(31_000);
    expect(Math.max(...gaps)).toBeGreaterThan(14_000); // half of the bound, by these dice
    expect(throws).toBeGreaterThanOrEqual(8);
  });

  it('a backend without such a line is not asked often', async () => {
    take = ({ response }) => void response.writeHead(404).end();
    await lines(1);
    opened[0]?.response.destroy();
    await new Promise((resolve) => setTimeout(resolve, 10));
    await another(2_000);
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(await another(60_000)).toBeGreaterThan(10_000);
  });

  it('that was ended stays ended', async () => {
    await lines(1);
    end();
    await clock.run(120_000);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(opened).toHaveLength(1);
  });
});

it('reads events however the bytes are cut', () => {
  const text = ': hello\r\nid: 7\r\nevent: hint\r\ndata: grüß\r\ndata:  dich\r\n\r\ndata\n\nevent: x\n\ndata: 2\n\n';
  const bytes = Buffer.from(text);
  const expected = [
    { event: 'hint', data: 'grüß\n dich' },
    { event: 'message', data: '' },
    { event: 'message', data: '2' },
  ];
  for (let size = 1; size <= bytes.length; size++) {
    const reader = new EventStreamReader();
    const events = [];
    for (let at = 0; at < bytes.length; at += size) events.push(...(reader.take(bytes.subarray(at, at + size)) ?? []));
    expect(events).toEqual(expected);
  }
});
