import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { join } from 'node:path';

import type { HostFrame, Snapshot } from '#contract';
import { Amount, SaleId, scaledClock, type Clock } from '#payment';

import { backendLink } from '../acquirer/client/index.ts';
import { Host, openSqliteJournal, sampleSettings, type Acquirer } from '../terminal/index.ts';
import { momentMs } from './moment.ts';
import { paymentCodes } from './payment-codes.ts';
import type { Stub } from './stub-process.ts';

export type TillInProcess = {
  /** One sale, paid and acknowledged; resolves with the milliseconds from its scan to its first byte at the stub. */
  sell(): Promise<number>;
  close(): void;
};

/** The host as the till's process puts it together, on a journal in a file, without a screen's process. */
export async function openTill(folder: string, stub: Stub): Promise<TillInProcess> {
  const clock = wallClock();
  const settings = sampleSettings;
  const opened = openSqliteJournal(join(folder, 'journal.sqlite'), {
    terminalId: settings.terminalId,
    stamp: { environment: settings.environment, bootId: 'bench', clock },
  });
  if (!opened.ok) throw new Error(opened.error.detail);
  const journal = opened.value;
  const ids = { next: () => `${Date.now()}${randomBytes(8).toString('hex')}` };
  const { privateKey } = generateKeyPairSync('ed25519');
  const link = {
    baseUrl: stub.url,
    terminalId: settings.terminalId,
    key: privateKey,
    backendKey: () => stub.publicKey,
  };
  const screen = watchedScreen();
  const acquirer: Acquirer = backendLink(link, { clock, ids });
  const started = await Host.start(
    { clock, ids, journal, acquirer, screen, journalFailed: () => undefined, log: () => undefined },
    { settings, settingsFile: '', timeScale: 1, bootId: 'bench', seenKey: randomBytes(32) },
  );
  if (!started.ok) throw new Error(started.error.detail);
  const host = started.value;
  const nextCode = paymentCodes();
  await screen.until(({ connection }) => connection === 'connected');
  return {
    async sell() {
      const saleId = SaleId.parse(ids.next());
      await host.handle({ do: 'charge', saleId, amount: Amount.parse({ currency: settings.currency, minor: 1_250 }) });
      stub.forget();
      const scannedAt = momentMs();
      const reply = host.handle({ do: 'scan', saleId, text: nextCode(), source: 'wedge' });
      const cameAt = await stub.next('came');
      if ((await reply).is !== 'ok') throw new Error(`the scan was not taken: ${JSON.stringify(await reply)}`);
      const { stage } = await screen.until(({ stage }) => stage.at === 'outcome' && stage.saleId === saleId);
      if (stage.at !== 'outcome') throw new Error('waited for an outcome');
      await host.handle({ do: 'acknowledge', paymentRequestId: stage.paymentRequestId, again: false });
      return cameAt - scannedAt;
    },
    close() {
      host.end();
      journal.close();
    },
  };
}

function wallClock(): Clock {
  const platform = { performanceNow: () => performance.now(), dateNow: () => Date.now(), setTimeout, clearTimeout };
  return scaledClock(platform, 1, Date.now());
}

/** Keeps the last snapshot, and wakes whoever waits for one. */
function watchedScreen(): {
  show(frame: HostFrame): void;
  until(fits: (last: Snapshot) => boolean): Promise<Snapshot>;
} {
  let last: Snapshot | null = null;
  const looking = new Set<() => void>();
  return {
    show(frame) {
      if (frame.frame !== 'snapshot') return;
      last = frame.snapshot;
      for (const look of looking) look();
    },
    until: (fits) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (last === null || !fits(last)) return;
          looking.delete(look);
          resolve(last);
        };
        looking.add(look);
        look();
      }),
  };
}
