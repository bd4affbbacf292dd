import { join } from 'node:path';

import { buildIfStale } from './build.ts';
import { openDataFolder } from './data-folder.ts';
import type { StartFlags } from './flags.ts';
import { requireFree } from './ports.ts';
import { byNode, type ReadyLine, type Supervised, type SupervisedParts, supervise } from './supervised.ts';

/** Where everything can be reached; `display` is the customer's screen of this till. */
export type Addresses = { till: string; display: string; wallet: string; sandbox: string; backend: string };

export type Launched = {
  addresses: Addresses;
  /** Ends till, backend and sandbox in this order, within `endWithinMs` each and altogether. */
  stop(): Promise<void>;
};

export type LaunchParts = {
  checkout: string;
  flags: StartFlags;
  /** Electron's program, for a till with a window of its own; null for one that is served to a browser. */
  electron: string | null;
  /** Epoch ms from which the scaled clock runs; the same for all processes. */
  timeOrigin: number;
  say: (words: string) => void;
  /** The till's pages can be opened: until a scan is taken they say that it is starting. */
  onTillListening: (url: string) => void;
  /** A person closed the till's own window. */
  onTillClosed: () => void;
  /** The till was started again, and it and its customer screen are now opened by these addresses. */
  onNewAddresses: (addresses: Pick<Addresses, 'till' | 'display'>) => void;
  signal: AbortSignal;
};

const endWithinMs = 5_000;
const clientId = 'SANDBOX_COUNTERPAY';
const terminalId = 'TILL1';

/** Starts sandbox, backend and till, each when the one it talks to is ready. Throws `CannotStart`, with nothing left running. */
export async function launch(parts: LaunchParts): Promise<Launched> {
  const { checkout, flags, say, signal } = parts;
  const folder = openDataFolder(flags.dataDir);
  const running: Supervised[] = []; // the newest first: the order of ending

  async function stop(): Promise<void> {
    const endBy = performance.now() + endWithinMs;
    for (const one of running) await one.stop(Math.max(0, endBy - performance.now()));
    folder.close();
  }

  async function start(
    name: 'sandbox' | 'backend' | 'till',
    command: readonly string[],
    ownFlags: Readonly<Record<string, string>>,
    on: Partial<Pick<SupervisedParts, 'onListening' | 'onReadyAgain' | 'onClosed'>> = {},
  ): Promise<ReadyLine> {
    say(`starting the ${name} …`);
    const isWindow = name === 'till' && parts.electron !== null; // it listens on no port
    const everyone = { data: folder.of(name), 'time-scale': flags.timeScale, 'time-origin': parts.timeOrigin };
    const supervised = await supervise({
      name,
      say,
      signal,
      onListening: () => {},
      onReadyAgain: () => {},
      ...on,
      command,
      port: flags.ports[name],
      flags: (port) => asFlags({ ...(isWindow ? {} : { port }), ...everyone, ...ownFlags }),
      onPid: (pid) => folder.note(name === 'till' ? 'kiosk' : name, pid),
    });
    running.unshift(supervised);
    return supervised.ready;
  }

  try {
    await untilGone(() => folder.leftOver(), say);
    await requireFree(flags.ports);
    await buildIfStale(checkout, say);
    // Each holds its private keys in its own folder; only the public halves are read across.
    const alipayKey = join(folder.of('sandbox'), 'alipay.pub.pem');
    const sandbox = await start('sandbox', byNode(join(checkout, 'acquirer/sandbox/main.ts')), {
      client: clientId,
      'client-key': join(folder.of('backend'), 'alipay.pub.pem'),
      'public-key': alipayKey,
    });
    const backend = await start('backend', byNode(join(checkout, 'acquirer/backend/main.ts')), {
      alipay: sandbox.url,
      'alipay-client-id': clientId,
      'alipay-public-key': alipayKey,
      terminal: terminalId,
      'terminal-key': join(folder.of('till'), 'terminal.pub.pem'),
    });
    const toBackend = { backend: backend.url, 'backend-key': join(folder.of('backend'), 'backend.pub.pem') };
    const till =
      parts.electron === null
        ? await start('till', byNode(join(checkout, 'out/kiosk/main.cjs')), toBackend, {
            onListening: parts.onTillListening,
            onReadyAgain: (ready) => parts.onNewAddresses(screensOf(ready)),
          })
        : await start(
            'till',
            [parts.electron, checkout, '--end-with-stdin'],
            { ...toBackend, display: flags.display },
            {
              onClosed: parts.onTillClosed,
            },
          );
    const wallet = sandbox.wallet ?? new URL('/wallet', sandbox.url).href;
    return { addresses: { ...screensOf(till), wallet, sandbox: sandbox.url, backend: backend.url }, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function screensOf({ url, display = new URL('/display', url).href }: ReadyLine): Pick<Addresses, 'till' | 'display'> {
  return { till: url, display };
}

/** After `kill -9` of a launcher its processes end by themselves, a moment later. */
async function untilGone(leftOver: () => number[], say: (words: string) => void): Promise<void> {
  const triesMax = 60;
  for (let tries = 0; tries < triesMax && leftOver().length > 0; tries++) {
    if (tries === 0) say('an earlier run is still ending …');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

function asFlags(values: Readonly<Record<string, string | number>>): string[] {
  return Object.entries(values).flatMap(([name, value]) => [`--${name}`, String(value)]);
}
