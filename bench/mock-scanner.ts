import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

import { CannotMeasure } from './cannot-measure.ts';

const rig = fileURLToPath(new URL('../e2e/hid/mock-devices.py', import.meta.url));
const reportBytes = 64;

// Report 2 with a byte count, the AIM identifier, 56 bytes of data and the flag for more (HID Usage Tables, page 0x8C).
const descriptor =
  '058c0902a1018502' +
  '0912a102150026ff00750895010501093b8102058c950309fb09fc09fd8102' +
  '953809fe8202010666ff950209048102058c25017501950109ff810275078103c0c0';

type Answer = { environment?: Record<string, string>; refused?: string; at?: number[]; unheard?: boolean };

/** A scanner that programs with its `environment` see. */
export type MockScanner = {
  environment: Readonly<Record<string, string>>;
  /** Resolves when the report was read, with the moment (`momentMs`) from which it was there to read. */
  scan(code: string): Promise<number>;
  stop(): void;
};

/** Throws `CannotMeasure` where there can be none. */
export async function plugMockScanner(): Promise<MockScanner> {
  const child = spawn('/usr/bin/python3', [rig], { stdio: ['pipe', 'pipe', 'ignore'] });
  child.on('error', () => undefined); // no Python: the answers end too
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<Answer> => {
    const line = await answers.next();
    if (line.done === true)
      throw new CannotMeasure('umockdev is needed (Debian: apt-get install umockdev gir1.2-umockdev-1.0 python3-gi).');
    const answer = JSON.parse(line.value) as Answer;
    if (answer.refused !== undefined) throw new Error(answer.refused);
    return answer;
  };
  const ask = async (command: object): Promise<Answer> => {
    child.stdin.write(`${JSON.stringify({ id: 0, ...command })}\n`);
    return await next();
  };

  const { environment = {} } = await next();
  const about = { vendor: 0x0c2e, product: 0x0b62, name: 'Mock scanner', serial: 'BENCH', descriptor };
  await ask({ do: 'plug', device: 'scanner', is: 'hid', ...about });
  return {
    environment,
    async scan(code) {
      const report = Buffer.alloc(reportBytes);
      report[0] = 2;
      report[1] = code.length;
      report.write(`]Q0${code}`, 2, 'latin1');
      const { at, unheard } = await ask({ do: 'send', device: 'scanner', reports: [report.toString('hex')] });
      if (unheard === true || at?.[0] === undefined) throw new Error('nobody reads the scanner');
      return at[0];
    },
    stop: () => child.stdin.end(),
  };
}
