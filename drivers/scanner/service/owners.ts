import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';

/** Gives a device to one process of this machine. */
export interface Owners {
  /** What gives it back; null while another process has it. */
  take(path: string): Promise<(() => void) | null>;
}

/**
 * On Linux, and for HID on Windows, two programs that open one scanner both get every scan: two tills on one machine would
 * charge one code twice. A name on which only one process can listen settles it, and the system takes it back from a
 * process that dies: no file is left behind. The name is made of the very node that is opened, so that it means
 * the same device in both processes: an id does not, where two scanners are alike and have no serial number.
 */
export function socketOwners(platform: NodeJS.Platform): Owners {
  return {
    async take(path) {
      const name = nameOf(platform, await nodeOf(path));
      // macOS opens HID devices and serial ports for one process only.
      if (name === null) return () => undefined;
      const server = createServer((socket) => socket.destroy());
      server.unref();
      const problem = await listen(server, name);
      if (problem === 'EADDRINUSE') return null;
      // A machine that cannot do this at all has its scanner none the less.
      return () => void (server.listening && server.close());
    },
  };
}

function nameOf(platform: NodeJS.Platform, node: string): string | null {
  const hash = createHash('sha256').update(node).digest('hex').slice(0, 32);
  if (platform === 'linux') return `\0counterpay-scanner-${hash}`;
  return platform === 'win32' ? `\\\\.\\pipe\\counterpay-scanner-${hash}` : null;
}

/** Two places of one name are two devices: containers have a /dev each. */
async function nodeOf(path: string): Promise<string> {
  try {
    const { dev, ino } = await stat(path, { bigint: true });
    return `${path} ${dev} ${ino}`;
  } catch {
    return path; // Windows' device paths are no files
  }
}

function listen(server: Server, path: string): Promise<string | null> {
  return new Promise((resolve) => {
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'unknown'));
    server.listen({ path, exclusive: true }, () => resolve(null));
  });
}
