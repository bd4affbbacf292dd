import { fork, spawn, type ChildProcess } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

import { WebSocket } from 'ws';

/** One way into a real host, which is a process of its own. */
export type Gate = {
  folder: string;
  /** `text` as it is; where a way carries values, what it parses as. */
  send(text: string): Promise<void>;
  /** Resolves when the reply with this id has come. */
  reply(id: string): Promise<unknown>;
  /** The processes are those that were started. */
  isAlive(): boolean;
  /** How often a screen was sent away and came back. */
  readonly comings: number;
  end(): Promise<void>;
};

const replyWithinMs = 20_000;
const host = fileURLToPath(new URL('../../terminal/assemble/main.ts', import.meta.url));
const kiosk = fileURLToPath(new URL('../../kiosk/main.ts', import.meta.url));

/** A data folder with a backend's key in it. Nobody listens on port 1: no payment can begin. */
function flagsFor(folder: string): string[] {
  const key = join(folder, 'backend.pub.pem');
  writeFileSync(key, generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' }));
  return ['--data', folder, '--backend', 'http://127.0.0.1:1', '--backend-key', key];
}

/** Replies by id, for as long as somebody waits for one. */
class Replies {
  readonly #awaited = new Map<string, (frame: unknown) => void>();

  take(frame: unknown): void {
    const id = typeof frame === 'object' && frame !== null && 'id' in frame ? String(frame.id) : '';
    this.#awaited.get(id)?.(frame);
    this.#awaited.delete(id);
  }

  of(id: string): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`no reply within ${replyWithinMs} ms`)), replyWithinMs);
      this.#awaited.set(id, (frame) => {
        clearTimeout(timer);
        resolve(frame);
      });
    });
  }
}

/** As a shell forks it: values over IPC. */
export async function ipcGate(): Promise<Gate> {
  const folder = newFolder();
  const child = fork(host, flagsFor(folder), { silent: true });
  const replies = new Replies();
  child.on('message', (frame) => replies.take(frame));
  await once(child, 'message');
  return {
    folder,
    async send(text) {
      if (!child.send(carried(text))) await new Promise((resolve) => setImmediate(resolve));
    },
    reply: (id) => replies.of(id),
    isAlive: () => child.exitCode === null && child.signalCode === null,
    comings: 0,
    end: () => endOf(child),
  };
}

/** Alone: JSON lines on stdin, any bytes. */
export async function lineGate(): Promise<Gate> {
  const folder = newFolder();
  const child = spawn(process.execPath, [host, ...flagsFor(folder), '--json'], { stdio: ['pipe', 'pipe', 'ignore'] });
  const replies = new Replies();
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => replies.take(valueOf(line)));
  await once(lines, 'line');
  return {
    folder,
    async send(text) {
      if (!child.stdin.write(`${text}\n`)) await once(child.stdin, 'drain');
    },
    reply: (id) => replies.of(id),
    isAlive: () => child.exitCode === null && child.signalCode === null,
    comings: 0,
    end: () => endOf(child),
  };
}

/** Through the kiosk, as a page that may do what it likes. */
export async function kioskGate(): Promise<Gate> {
  const folder = newFolder();
  const child = spawn(process.execPath, [kiosk, '--port', '0', ...flagsFor(folder)], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  const { url } = JSON.parse(line) as { url: string };
  const entered = await fetch(url, { redirect: 'manual' });
  const cookie = (entered.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  const replies = new Replies();
  const pid = pidOf(folder);
  let comings = 0;
  const open = async (): Promise<WebSocket> => {
    const { origin, host: authority } = new URL(url);
    const socket = new WebSocket(`ws://${authority}/link`, { headers: { origin, cookie } });
    socket.on('message', (data) => replies.take(valueOf(textOf(data))));
    socket.on('error', () => undefined); // told by its close
    await once(socket, 'open');
    return socket;
  };
  let socket = await open();
  return {
    folder,
    async send(text) {
      if (socket.readyState !== WebSocket.OPEN) {
        comings += 1;
        socket = await open();
      }
      await new Promise((resolve) => socket.send(text, resolve));
      // What the kiosk refuses ends the link; until it has seen this message, nothing after it would count.
      await seenBy(socket);
      if (socket.readyState === WebSocket.CLOSING) await once(socket, 'close');
    },
    reply: (id) => replies.of(id),
    isAlive: () => child.exitCode === null && child.signalCode === null && pidOf(folder) === pid,
    get comings() {
      return comings;
    },
    async end() {
      socket.terminate();
      await endOf(child);
    },
  };
}

/** The value of a text; the text itself where IPC could not carry the value. */
function carried(text: string): string | object {
  const value = valueOf(text);
  try {
    return typeof value === 'object' && value !== null && JSON.stringify(value) !== '' ? value : text;
  } catch {
    return text; // nested too deep for whoever writes it
  }
}

function seenBy(socket: WebSocket): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      socket.off('pong', done);
      socket.off('close', done);
      resolve();
    };
    socket.on('pong', done);
    socket.on('close', done);
    if (socket.readyState === WebSocket.CLOSED) done();
    else socket.ping(undefined, undefined, () => undefined);
  });
}

function newFolder(): string {
  return mkdtempSync(join(tmpdir(), 'counterpay-gate-'));
}

function pidOf(folder: string): string {
  const file = join(folder, 'host.pid');
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

function textOf(data: WebSocket.RawData): string {
  return Buffer.isBuffer(data) ? data.toString('utf8') : '';
}

function valueOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function endOf(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  await gone;
}
