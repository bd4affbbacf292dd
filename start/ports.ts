import { createServer } from 'node:net';

import { CannotStart } from './cannot-start.ts';
import type { Ports } from './flags.ts';

/** Throws `CannotStart`, naming the first port that cannot be had. */
export async function requireFree(ports: Ports): Promise<void> {
  for (const [name, port] of Object.entries(ports)) {
    const problem = await problemWith(port);
    if (problem === 'EADDRINUSE')
      throw new CannotStart(
        `Port ${port} (${name}) on 127.0.0.1 is taken: end the program that uses it, or start with another base, such as --port ${anotherBase(ports)}.`,
      );
    if (problem !== null)
      throw new CannotStart(
        `Port ${port} (${name}) on 127.0.0.1 cannot be used (${problem}): choose another with --port.`,
      );
  }
}

function problemWith(port: number): Promise<string | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(null)));
  });
}

function anotherBase(ports: Ports): number {
  return ports.till > 60_000 ? ports.till - 100 : ports.till + 100;
}
