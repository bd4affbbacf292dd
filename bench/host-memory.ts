import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { Command, HostFrame, Snapshot } from '#contract';
import { Amount, SaleId } from '#payment';

import { forkedNodeFlags } from '../terminal/supervise/index.ts';
import { CannotMeasure } from './cannot-measure.ts';
import { rounded, type Line } from './figures.ts';
import { paymentCodes } from './payment-codes.ts';
import { builtScreens, checkout } from './screens.ts';
import { startStub } from './stub-process.ts';
import { inTemporaryFolder } from './temporary-folder.ts';

const paymentsDefault = 1_000;
const waitMs = 20_000;

/** The host's resident memory after that many paid sales in one process, in MB of 1024 × 1024 bytes. */
export async function hostMemory(payments = paymentsDefault): Promise<Line> {
  if (process.platform !== 'linux') throw new CannotMeasure('The memory of a process is read from /proc, on Linux.');
  await builtScreens();
  return inTemporaryFolder(async (folder) => {
    const stub = await startStub(0);
    const keyFile = join(folder, 'backend.pub.pem');
    await writeFile(keyFile, stub.publicPem);
    const flags = ['--data', folder, '--backend', stub.url, '--backend-key', keyFile];
    const host = fork(join(checkout, 'out/host/main.cjs'), flags, {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      execArgv: [...forkedNodeFlags],
    });
    try {
      const till = new Till(host);
      const nextCode = paymentCodes();
      await till.until(({ stage, connection }) => stage.at === 'idle' && connection === 'connected');
      for (let sold = 0; sold < payments; sold++) {
        if (sold % 250 === 0) console.error(`  after ${sold}: ${((await residentBytes(host)) / mega).toFixed(1)} MB`);
        await sell(till, `memory${sold}`, nextCode());
      }
      const bytes = await residentBytes(host);
      return { bench: 'host-memory', unit: 'MB', value: rounded(bytes / mega) };
    } finally {
      const gone = once(host, 'exit');
      host.kill('SIGTERM');
      await gone;
      stub.stop();
    }
  });
}

const mega = 1_048_576;
const amount = Amount.parse({ currency: 'EUR', minor: 1_250 });

async function sell(till: Till, sale: string, text: string): Promise<void> {
  const saleId = SaleId.parse(sale);
  await till.ask({ do: 'charge', saleId, amount });
  await till.ask({ do: 'scan', saleId, text, source: 'wedge' });
  const { stage } = await till.until((seen) => seen.stage.at === 'outcome' && seen.stage.saleId === saleId);
  if (stage.at === 'outcome')
    await till.ask({ do: 'acknowledge', paymentRequestId: stage.paymentRequestId, again: false });
}

async function residentBytes({ pid = 0 }: ChildProcess): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const [, kilobytes = ''] = /^VmRSS:\s+(\d+) kB$/m.exec(status) ?? [];
  return Number(kilobytes) * 1_024;
}

/** The host's screen, over its process link. */
class Till {
  readonly #host: ChildProcess;
  readonly #waiting = new Set<(frame: HostFrame) => void>();
  #seen: Snapshot | null = null;
  #asked = 0;

  constructor(host: ChildProcess) {
    this.#host = host;
    host.on('message', (message) => {
      const frame = message as HostFrame; // of the host that was just started
      if (frame.frame === 'snapshot') this.#seen = frame.snapshot;
      for (const look of this.#waiting) look(frame);
    });
  }

  async ask(command: Command): Promise<void> {
    this.#asked += 1;
    const id = String(this.#asked);
    const answered = this.#next((frame) => (frame.frame === 'reply' && frame.id === id ? frame.reply : null));
    this.#host.send({ id, command });
    const reply = await answered;
    if (reply.is !== 'ok') throw new Error(`the host refused: ${JSON.stringify(reply)}`);
  }

  async until(fits: (seen: Snapshot) => boolean): Promise<Snapshot> {
    if (this.#seen !== null && fits(this.#seen)) return this.#seen;
    return this.#next((frame) => (frame.frame === 'snapshot' && fits(frame.snapshot) ? frame.snapshot : null));
  }

  #next<T>(find: (frame: HostFrame) => T | null): Promise<T> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`the host said nothing of it for ${waitMs} ms`)), waitMs);
      const look = (frame: HostFrame): void => {
        const found = find(frame);
        if (found === null) return;
        clearTimeout(timer);
        this.#waiting.delete(look);
        resolve(found);
      };
      this.#waiting.add(look);
    });
  }
}
