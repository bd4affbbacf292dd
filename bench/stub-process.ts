import { fork } from 'node:child_process';
import { createPublicKey, type KeyObject } from 'node:crypto';
import { fileURLToPath } from 'node:url';

/** What the stub says. Every `at` is a `momentMs`. */
export type FromStub =
  | { told: 'ready'; port: number; sinkPort: number; publicKey: string }
  /** The first byte of a payment, or of anything at the sink. */
  | { told: 'came'; at: number }
  /** A payment's answer was handed to the socket. */
  | { told: 'answered'; at: number };

/** The process that stands where a backend would. */
export type Stub = {
  url: string;
  /** Takes any bytes on a new connection, and ends it. */
  sinkPort: number;
  publicKey: KeyObject;
  publicPem: string;
  /** The next moment of this kind, or the oldest that nobody has asked for. */
  next(told: 'came' | 'answered'): Promise<number>;
  /** Forgets what nobody asked for. */
  forget(): void;
  stop(): void;
};

const entry = fileURLToPath(new URL('backend-stub.ts', import.meta.url));
const nextWithinMs = 20_000;

export async function startStub(answerAfterMs: number): Promise<Stub> {
  const child = fork(entry, ['--answer-after-ms', String(answerAfterMs)], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const heard = { came: [] as number[], answered: [] as number[] };
  const waiting = new Set<() => void>();
  const ready = Promise.withResolvers<Extract<FromStub, { told: 'ready' }>>();
  child.once('exit', (code) => ready.reject(new Error(`the stub of the backend ended with ${code}`)));
  child.on('message', (message) => {
    const word = message as FromStub; // from a file of ours, beside this one
    if (word.told === 'ready') ready.resolve(word);
    else heard[word.told].push(word.at);
    for (const look of waiting) look();
  });
  const { port, sinkPort, publicKey } = await ready.promise;
  return {
    url: `http://127.0.0.1:${port}`,
    sinkPort,
    publicKey: createPublicKey(publicKey),
    publicPem: publicKey,
    next: (told) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error(`nothing ${told} within ${nextWithinMs} ms`)), nextWithinMs);
        const look = (): void => {
          const at = heard[told].shift();
          if (at === undefined) return;
          clearTimeout(timer);
          waiting.delete(look);
          resolve(at);
        };
        waiting.add(look);
        look();
      }),
    forget() {
      heard.came = [];
      heard.answered = [];
    },
    stop: () => void child.kill(),
  };
}
