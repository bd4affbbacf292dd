import { afterEach, expect, it } from 'vitest';
import { WebSocketServer, type WebSocket } from 'ws';

import { CommandFrame, type HostFrame } from '#contract';
import { PaymentRequestId } from '#payment';

import { openLink } from './link.ts';
import { bridgeTransport, socketTransport } from './transport.ts';

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

const stop = { do: 'stop', paymentRequestId: PaymentRequestId.parse('TILL1x1') } as const;
const silent = { frame: () => undefined, open: () => undefined };

it('[V40] an unanswered command is repeated over a new connection with the same id and content', async () => {
  const { server, port } = await host();
  const connected = nextClient(server);
  const link = openLink(socketTransport(`ws://127.0.0.1:${String(port)}`), silent);
  const first = await connected;
  const heard = nextCommand(first);
  const answer = link.send(stop);
  const sent = await heard;
  const connectedAgain = nextClient(server);
  first.terminate();
  const second = await connectedAgain;
  const repeated = await nextCommand(second);
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
