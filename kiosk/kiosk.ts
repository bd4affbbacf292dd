import { accessSync, mkdirSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';

import { WebSocketServer } from 'ws';

import { frameBytesMax } from '#contract';
import type { Clock } from '#payment';

import { keepDrivers, keepHost, Told, type ScreenRole } from '../terminal/supervise/index.ts';
import { admitLink, type Door, pagePaths, type ScreenKeys } from './door.ts';
import { forkByNode } from './fork-by-node.ts';
import { answerPage, knockOf } from './pages.ts';
import { screenLink } from './screen-link.ts';
import { newSecret, sessionKeyIn } from './session-key.ts';

export type KioskParts = {
  clock: Clock;
  /** On 127.0.0.1; 0 takes any free one. */
  port: number;
  dataDir: string;
  /** The built screens: `till/index.html`, `display/index.html` and `assets/`. */
  rendererDir: string;
  hostEntry: string;
  hostFlags: readonly string[];
  /** What reads scanners; null: this till has none of its own. */
  driverEntry: string | null;
  say: (words: string) => void;
};

export type Kiosk = {
  /** The address to open, with this run's start token. */
  url: string;
  /** The same for the customer's screen, which opens nothing else. */
  displayUrl: string;
  /** When the host has said something for the first time. */
  hostSpoke: Promise<void>;
  stop(): Promise<void>;
};

/** Why a kiosk cannot start, in one sentence for the person who started it. */
export class CannotStart extends Error {}

/** Serves the till on loopback with a host behind it. Throws `CannotStart`. */
export async function startKiosk(parts: KioskParts): Promise<Kiosk> {
  const { clock, say } = parts;
  const keys = openDataDir(parts.dataDir);
  requireScreens(parts.rendererDir);

  const server = createServer();
  const port = await listen(server, parts.port);
  const door: Door = { authority: `127.0.0.1:${port}`, keys };

  const told = new Told(clock);
  const hostSpoke = Promise.withResolvers<void>();

  const screens = screenLink({
    clock,
    greeting: (role) => told.greeting(role),
    forward: (command) => host.send(command),
  });
  const host = keepHost({
    clock,
    say,
    fork: forkByNode(parts.hostEntry),
    flags: parts.hostFlags,
    dataDir: parts.dataDir,
    onFrame(frame) {
      if (frame.frame === 'to-drivers') return drivers?.send(frame.device);
      told.note(frame);
      screens.deliver(frame);
      if (frame.frame === 'display') return;
      hostSpoke.resolve();
      drivers?.start();
    },
    onAway() {
      told.away();
      screens.forgetAsked();
      screens.deliver({ frame: 'host-away' });
    },
  });

  const drivers =
    parts.driverEntry === null
      ? null
      : keepDrivers({
          clock,
          say,
          fork: forkByNode(parts.driverEntry),
          flags: ['--data', parts.dataDir],
          deliver: (frame) => host.send(frame),
          tellScreens: (frame) => screens.deliver(frame),
        });

  const upgrader = new WebSocketServer({ noServer: true, maxPayload: frameBytesMax, perMessageDeflate: false });
  server.on('request', (request, response) => void answerPage(door, parts.rendererDir, request, response));
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy());
    const admission = admitLink(door, knockOf(request));
    if (admission.kind === 'refused') return refuseUpgrade(socket, admission.status, admission.why);
    upgrader.handleUpgrade(request, socket, head, (screen) => {
      if (!screens.add(screen, admission.role)) screen.close(1013, 'too many screens'); // try again later, RFC 6455's registry
    });
  });

  return {
    url: startAddress(door, 'till'),
    displayUrl: startAddress(door, 'display'),
    hostSpoke: hostSpoke.promise,
    async stop() {
      screens.close();
      await Promise.all([host.stop(), drivers?.stop()]);
      server.close();
      server.closeAllConnections();
    },
  };
}

function startAddress({ authority, keys }: Door, role: ScreenRole): string {
  return `http://${authority}${pagePaths[role]}?start=${keys[role].startToken}`;
}

/** The keys of this run. */
function openDataDir(dataDir: string): Record<ScreenRole, ScreenKeys> {
  const keysOf = (role: ScreenRole): ScreenKeys => ({
    startToken: newSecret(),
    sessionKey: sessionKeyIn(dataDir, role),
  });
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    return { till: keysOf('till'), display: keysOf('display') };
  } catch (error) {
    throw new CannotStart(`The data folder ${dataDir} cannot be written: ${reasonOf(error)}.`);
  }
}

function requireScreens(rendererDir: string): void {
  try {
    accessSync(join(rendererDir, 'till', 'index.html'));
  } catch {
    throw new CannotStart(`The screens are not built in ${rendererDir}: run "npm run build" first.`);
  }
}

async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(new CannotStart(portWords(port, error))));
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  return address !== null && typeof address === 'object' ? address.port : port;
}

function portWords(port: number, error: NodeJS.ErrnoException): string {
  return error.code === 'EADDRINUSE'
    ? `Port ${port} on 127.0.0.1 is taken: end the program that uses it, or choose another with --port.`
    : `Port ${port} on 127.0.0.1 cannot be used: ${error.message}.`;
}

function refuseUpgrade(socket: Duplex, status: number, why: string): void {
  const head = `HTTP/1.1 ${status} Refused\r\nconnection: close\r\ncontent-type: text/plain; charset=utf-8\r\n`;
  socket.end(`${head}content-length: ${Buffer.byteLength(why)}\r\n\r\n${why}`);
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
