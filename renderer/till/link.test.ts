import { afterEach, expect, it, vi } from 'vitest';
import { WebSocketServer, type WebSocket } from 'ws';

import { aliveEveryMs, CommandFrame, type Command, type HostFrame } from '#contract';
import { PaymentRequestId, SaleId } from '#payment';

import { bridgeTransport, socketTransport, type Transport, type TransportHandlers } from '../link/transport.ts';
import { openLink } from './link.ts';
import { snapshotOf } from './testing/snapshots.ts';

const servers: WebSocketServer[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    for (const client of server.clients) client.terminate();
    server.close();
  }
});

async function host(port = 0): Promise<{ server: WebSocketServer; port: number }> {
  const server = new WebSocketServer({ host: '127.0.0.1', port });
  servers.push(server);
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { server, port: address.port };
}

function nextClient(server: WebSocketServer): Promise<WebSocket> {
  return new Promise((resolve) => server.once('connection', resolve));
}

async function nextCommand(socket: WebSocket): Promise<CommandFrame> {
  const text = await new Promise<string>((resolve) =>
    socket.once('message', (data) => resolve(Buffer.isBuffer(data) ? data.toString() : '')),
  );
  return CommandFrame.parse(JSON.parse(text));
}

/** As every shell does: what is known comes first. */
function greet(socket: WebSocket): void {
  socket.send(JSON.stringify({ frame: 'unpaired', backend: null } satisfies HostFrame));
}

const stop = { do: 'stop', paymentRequestId: PaymentRequestId.parse('TILL1x1') } as const;
const silent = { frame: () => undefined, open: () => undefined };

it('[V40] an unanswered command is repeated over a new connection with the same id and content', async () => {
  const { server, port } = await host();
  const connected = nextClient(server);
  const link = openLink(socketTransport(`ws://127.0.0.1:${String(port)}`), silent);
  const first = await connected;
  const heard = nextCommand(first);
  const answer = link.send(stop);
  greet(first); // before it has come, the socket may not be open on the other side
  const sent = await heard;
  const connectedAgain = nextClient(server);
  first.terminate();
  const second = await connectedAgain;
  const repeating = nextCommand(second);
  greet(second);
  const repeated = await repeating;
  expect(repeated).toEqual(sent);
  second.send(JSON.stringify({ frame: 'reply', id: sent.id, reply: { is: 'ok' } } satisfies HostFrame));
  expect(await answer).toEqual({ is: 'ok' });
});

it('a frame that does not read is dropped, and the next one counts', async () => {
  const { server, port } = await host();
  const connected = nextClient(server);
  const frames: string[] = [];
  const got = new Promise<void>((resolve) => {
    openLink(socketTransport(`ws://127.0.0.1:${String(port)}`), {
      open: () => undefined,
      frame: ({ frame }) => {
        frames.push(frame);
        resolve();
      },
    });
  });
  const socket = await connected;
  socket.send('{"frame":"snapshot"}');
  socket.send('no JSON');
  socket.send('{"frame":"host-away"}');
  await got;
  expect(frames).toEqual(['host-away']);
});

it('a socket opens before anybody listens, and what came until then is heard in order', async () => {
  const { server, port } = await host();
  const connected = nextClient(server);
  const transport = socketTransport(`ws://127.0.0.1:${String(port)}`);
  const socket = await connected;
  socket.send('first');
  socket.send('second');
  const pong = new Promise((resolve) => socket.once('pong', resolve));
  socket.ping();
  await pong; // both have come

  const heard: string[] = [];
  const way = transport({ opened: () => way.send('sent'), heard: (text) => heard.push(text), lost: () => undefined });
  const sent = await new Promise((resolve) => socket.once('message', resolve));
  expect(sent).toEqual(Buffer.from('sent'));
  expect(heard).toEqual(['first', 'second']);
});

it('over a shell’s bridge the same commands and frames go, as the same text', async () => {
  const sent: string[] = [];
  const bridge: { say?: (text: string) => void } = {};
  const frames: string[] = [];
  const opened: boolean[] = [];
  const link = openLink(
    bridgeTransport({ send: (text) => void sent.push(text), onFrame: (take) => (bridge.say = take) }),
    { frame: ({ frame }) => frames.push(frame), open: (isOpen) => opened.push(isOpen) },
  );
  await Promise.resolve();
  expect(opened).toEqual([true]);
  bridge.say?.('{"frame":"host-away"}');
  expect(frames).toEqual(['host-away']);

  const answer = link.send(stop);
  const command = CommandFrame.parse(JSON.parse(sent[0] ?? ''));
  expect(command.command).toEqual(stop);
  bridge.say?.(JSON.stringify({ frame: 'reply', id: command.id, reply: { is: 'ok' } } satisfies HostFrame));
  expect(await answer).toEqual({ is: 'ok' });
});

/** A shell's way, which stays open whatever becomes of the host. */
function shell() {
  const sent: CommandFrame[] = [];
  const opened: boolean[] = [];
  let handlers: TransportHandlers | null = null;
  const transport: Transport = (given) => {
    handlers = given;
    queueMicrotask(() => given.opened());
    return { send: (text) => void sent.push(CommandFrame.parse(JSON.parse(text))) };
  };
  const link = openLink(transport, { frame: () => undefined, open: (isOpen) => void opened.push(isOpen) });
  const say = (frame: HostFrame): void => handlers?.heard(JSON.stringify(frame));
  return {
    link,
    sent,
    opened,
    say,
    shows: (hostId: string) => say({ frame: 'snapshot', snapshot: snapshotOf({ hostId }) }),
  };
}

const scanned: Command = { do: 'scan', saleId: SaleId.parse('sale1'), text: '281234567890123456', source: 'wedge' };

it('[V25] [V40] what waits for an answer is sent again to a new host, in order and with the same ids, and once', async () => {
  const { link, sent, say, shows } = shell();
  await Promise.resolve();
  shows('h1');
  void link.send(stop);
  void link.send({ do: 'drop-held' });
  shows('h1');
  expect(sent).toHaveLength(2);
  say({ frame: 'host-away' });
  expect(sent).toHaveLength(2);
  shows('h2');
  shows('h2');
  expect(sent.slice(2)).toEqual(sent.slice(0, 2));
});

it('[V35] [V37] a scan is not repeated to a new host, and is over with its first word', async () => {
  const { link, sent, shows } = shell();
  await Promise.resolve();
  shows('h1');
  const answer = link.send(scanned);
  shows('h2');
  expect(await answer).toEqual({ is: 'no-answer' });
  expect(sent).toHaveLength(1);
});

it('[V37] a scan whose host is slow is waited for, and its code not kept', async () => {
  vi.useFakeTimers();
  const { link, sent, say, shows } = shell();
  await Promise.resolve();
  shows('h1');
  const answer = link.send(scanned);
  vi.advanceTimersByTime(10_000);
  say({ frame: 'host-away' });
  shows('h1');
  expect(sent).toHaveLength(1);
  say({ frame: 'reply', id: sent[0]?.id ?? '', reply: { is: 'ok' } });
  expect(await answer).toEqual({ is: 'ok' });
  vi.useRealTimers();
});

it('[V5] a host that says nothing any more is as good as lost, within some seconds, and not because the page slept', async () => {
  vi.useFakeTimers();
  const { opened, say, shows } = shell();
  await Promise.resolve();
  shows('h1');
  for (let beat = 0; beat < 5; beat++) {
    vi.advanceTimersByTime(2 * aliveEveryMs); // one of them is late
    say({ frame: 'alive' });
  }
  expect(opened).toEqual([true]);
  vi.advanceTimersByTime(3 * aliveEveryMs);
  expect(opened).toEqual([true, false]);
  say({ frame: 'host-away' }); // which says so itself
  vi.advanceTimersByTime(60_000);
  expect(opened).toEqual([true, false]);
  vi.useRealTimers();
});
