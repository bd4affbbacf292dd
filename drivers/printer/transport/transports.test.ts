import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { err, ok, scaledClock, type Clock, type Result } from '#payment';

import { VirtualClock } from '../../../payment/testing/virtual-clock.ts';
import { deviceFileTransport } from './device-file-transport.ts';
import { fileTransport } from './file-transport.ts';
import { networkTransport } from './network-transport.ts';
import type { Channel, PrinterTransport } from './printer-transport.ts';
import { listSpoolQueues } from './spool-queues.ts';
import { queueWithinMs, spoolTransport, type RunProgram } from './spool-transport.ts';
import { listUsbPrinters } from './usb-printers.ts';

const clock: Clock = scaledClock(
  { performanceNow: () => performance.now(), dateNow: () => Date.now(), setTimeout, clearTimeout },
  1,
  0,
);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'printers-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

type Opened = { channel: Channel; heard: () => string; gone: string[] };

async function open(transport: PrinterTransport): Promise<Opened> {
  const heard: Uint8Array[] = [];
  const gone: string[] = [];
  const opened = await transport.open({ take: (bytes) => heard.push(bytes), gone: (detail) => gone.push(detail) });
  if (!opened.ok) throw new Error(opened.error);
  return { channel: opened.value, heard: () => Buffer.concat(heard).toString(), gone };
}

async function until(isMet: () => boolean): Promise<void> {
  for (let tries = 0; !isMet(); tries += 1) {
    if (tries > 1_000) throw new Error('it never came');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

describe('a printer on the network', () => {
  let server: Server;
  let sockets: Socket[];
  let received: Buffer[];
  beforeEach(async () => {
    [sockets, received] = [[], []];
    server = createServer({ allowHalfOpen: true }, (socket) => {
      sockets.push(socket);
      socket.on('data', (bytes) => received.push(bytes));
      socket.on('error', () => undefined);
    });
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  });
  afterEach(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const way = (): PrinterTransport => networkTransport('127.0.0.1', (server.address() as AddressInfo).port);

  it('takes bytes, answers, and has all of them before it closes', async () => {
    const { channel, heard, gone } = await open(way());
    expect(await channel.write(Buffer.from('x'.repeat(100_000)))).toEqual(ok(undefined));
    sockets[0]?.write('answer');
    sockets[0]?.on('end', () => setTimeout(() => sockets[0]?.end('late'), 20));
    expect(await channel.end()).toEqual(ok(undefined));
    expect([heard(), Buffer.concat(received).length, gone]).toEqual(['answerlate', 100_000, []]);
    expect(await channel.write(Buffer.from('x'))).toMatchObject({ ok: false });
  });

  it('that ends or resets says that it is gone, once', async () => {
    for (const end of [(socket?: Socket) => socket?.end(), (socket?: Socket) => socket?.resetAndDestroy()]) {
      const { channel, gone } = await open(way());
      await until(() => sockets.length > 0);
      end(sockets.pop());
      await until(() => gone.length > 0);
      expect(await channel.end()).toMatchObject({ ok: false });
      expect(gone).toHaveLength(1);
    }
  });

  it('that is not there is an error, and no exception', async () => {
    const port = (server.address() as AddressInfo).port;
    await new Promise<void>((resolve) => void server.close(() => resolve()));
    const events = { take: () => undefined, gone: () => undefined };
    expect(await networkTransport('127.0.0.1', port).open(events)).toMatchObject({ ok: false });
    expect(await networkTransport('no-such-printer.invalid', port).open(events)).toMatchObject({ ok: false });
  });
});

describe.skipIf(process.platform !== 'linux')('a printer behind a device file', () => {
  // A pipe that is opened for both is a device that says what it is told.
  it('is written to and read without holding a thread', async () => {
    const path = join(folder, 'lp1');
    execFileSync('mkfifo', [path]);
    const all = await Promise.all(
      Array.from({ length: 6 }, () => open(deviceFileTransport(clock, () => Promise.resolve(path)))),
    );
    const [first] = all;
    if (first === undefined) throw new Error('none was opened');
    const heard = (): string => all.map((one) => one.heard()).join('');
    // Six reads that wait would have taken all four threads, and these would never come. More than the system holds at a time:
    const written = first.channel.write(Buffer.from('x'.repeat(200_000)));
    await until(() => heard().length === 200_000);
    expect(await written).toEqual(ok(undefined));
    for (const { channel } of all) expect(await channel.end()).toEqual(ok(undefined));
  });

  it('that is not there is absent', async () => {
    const events = { take: () => undefined, gone: () => undefined };
    const nowhere = deviceFileTransport(clock, () => Promise.resolve(join(folder, 'none')));
    expect(await nowhere.open(events)).toMatchObject({ ok: false, error: expect.stringContaining('ENOENT') as string });
    expect(await deviceFileTransport(clock, () => Promise.resolve(null)).open(events)).toMatchObject({ ok: false });
  });
});

it('a file gets everything that would be printed', async () => {
  const path = join(folder, 'paper.bin');
  for (const text of ['one', 'two']) {
    const { channel } = await open(fileTransport(path));
    expect(await channel.write(Buffer.from(text))).toEqual(ok(undefined));
    expect(await channel.end()).toEqual(ok(undefined));
  }
  expect(readFileSync(path, 'utf8')).toBe('onetwo');
});

describe('a queue of the system', () => {
  type Call = { program: string; args: readonly string[]; input: string | null };

  function system(stays: () => boolean): { run: RunProgram; calls: Call[] } {
    const calls: Call[] = [];
    const run: RunProgram = (program, args, input) => {
      calls.push({ program, args, input: input === null ? null : Buffer.from(input).toString() });
      const answers: Record<string, Result<string, string>> = {
        lp: ok('request id is till-12 (0 file(s))\n'),
        lpstat: ok(stays() ? 'till-12  cashier  1024  Sun 22 Nov 2026\n' : ''),
        cancel: ok(''),
      };
      return Promise.resolve(answers[program] ?? err('ENOENT'));
    };
    return { run, calls };
  }

  async function submit(stays: () => boolean): Promise<{ calls: Call[]; ended: Result<void, string> | null }> {
    const virtual = new VirtualClock(0);
    const { run, calls } = system(stays);
    const { channel } = await open(spoolTransport(virtual, 'till', run));
    await channel.write(Buffer.from('re'));
    await channel.write(Buffer.from('ceipt'));
    let ended: Result<void, string> | null = null;
    void channel.end().then((result) => (ended = result));
    await virtual.run(queueWithinMs + 1_000);
    return { calls, ended };
  }

  it('gets a job as one, unchanged, and is done when it has left', async () => {
    let asked = 0;
    const { calls, ended } = await submit(() => (asked += 1) < 3);
    expect(ended).toEqual(ok(undefined));
    expect(calls[0]).toEqual({ program: 'lp', args: ['-d', 'till', '-o', 'raw'], input: 'receipt' });
    expect(calls.map(({ program }) => program)).not.toContain('cancel');
  });

  it('that keeps a job gives it back: it would print it whenever the printer returns', async () => {
    const { calls, ended } = await submit(() => true);
    expect(ended).toMatchObject({ ok: false });
    expect(calls.at(-1)).toEqual({ program: 'cancel', args: ['till-12'], input: null });
  });

  it('has a name that no program takes for an option', async () => {
    expect(await listSpoolQueues(() => Promise.resolve(ok('till\n-oraw\na b\nCounter_2\n\n')))).toEqual([
      'till',
      'Counter_2',
    ]);
    expect(await listSpoolQueues(() => Promise.resolve(err('spawn lpstat ENOENT')))).toEqual([]);
  });
});

it.skipIf(process.platform !== 'linux')(
  'USB printers are found by who made them, and never by their number',
  async () => {
    const device = (name: string, facts: Record<string, string>): string => {
      const at = join(folder, 'devices', name);
      mkdirSync(join(at, '1-1:1.0'), { recursive: true });
      for (const [file, text] of Object.entries(facts)) writeFileSync(join(at, file), `${text}\n`);
      return join(at, '1-1:1.0');
    };
    const list = join(folder, 'usbmisc');
    for (const [node, target] of [
      [
        'lp1',
        device('a', {
          idVendor: '04b8',
          idProduct: '0e28',
          manufacturer: 'EPSON',
          product: 'TM-T20III',
          serial: 'X5A0001',
        }),
      ],
      ['lp2', device('b', { idVendor: 'zzzz', idProduct: '0e28' })],
      ['hiddev0', device('c', { idVendor: '0c2e', idProduct: '0b62' })],
    ] as const) {
      mkdirSync(join(list, node), { recursive: true });
      symlinkSync(target, join(list, node, 'device'));
    }
    expect((await listUsbPrinters('linux', list)).filter(({ path }) => path !== null)).toEqual([
      { vendorId: 0x04b8, productId: 0x0e28, serial: 'X5A0001', name: 'EPSON TM-T20III', path: '/dev/usb/lp1' },
    ]);
    expect(await listUsbPrinters('win32')).toEqual([]);
  },
);
