import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { withCompileCache } from '../start/compile-cache.ts';
import { checkout } from './screens.ts';
import type { Stub } from './stub-process.ts';

/** A process that printed its address. `display`: that of the customer's screen, once it is printed. */
export type Served = { url: string; display: Promise<string>; stop(): Promise<void> };

/** The till as it is, kiosk and host, on the data in `folder` and with the stub, or another backend, behind it. */
export async function startKiosk(folder: string, stub: Pick<Stub, 'url' | 'publicPem'>, port = 0): Promise<Served> {
  const keyFile = join(folder, 'backend.pub.pem');
  await writeFile(keyFile, stub.publicPem);
  const flags = ['--port', String(port), '--data', folder, '--backend', stub.url, '--backend-key', keyFile];
  return startServing([join(checkout, 'out/kiosk/main.cjs'), ...flags]);
}

/** Starts a Node program and waits for its first JSON line, with its `url`, on which a browser is opened. Throws when it ends before. */
export async function startServing(args: readonly string[]): Promise<Served> {
  // As `npm start` does.
  const env = withCompileCache(process.env);
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'], env });
  const ended = once(child, 'exit');
  const lines = createInterface({ input: child.stdout });
  const display = new Promise<string>((resolve) => {
    lines.on('line', (text) => {
      const said = JSON.parse(text) as { display?: string };
      if (said.display !== undefined) resolve(said.display);
    });
  });
  const line = await Promise.race([
    once(lines, 'line'),
    ended.then(([code]) => Promise.reject(new Error(`${args[0]} ended with ${String(code)} before it was ready`))),
  ]);
  const { url } = JSON.parse(String(line[0])) as { url: string };
  return {
    url,
    display,
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}
