import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

import { bareDescriptor, keyboardDescriptor, layouts, reportsOf, type LayoutName } from './layouts.ts';

const python = '/usr/bin/python3'; // Debian's own: another one has no gi
const rig = fileURLToPath(new URL('mock-devices.py', import.meta.url));

/** What its kernel tells of a scanner's reports: where all of it lies, only that it is a scanner, or nothing. */
export type Describes = 'all' | 'kind' | 'nothing';
export type MockScanner = { layout: LayoutName; serial: string; describes?: Describes };
export type Opened = { times: number; now: boolean };
type Answer = {
  id: number;
  refused?: string;
  at?: number[];
  unheard?: boolean;
  devices?: Record<string, Opened>;
};

/** Why there can be no mock devices here, in one sentence; null when there can. */
export function mockProblem(): string | null {
  if (process.platform !== 'linux') return 'umockdev is for Linux.';
  try {
    execFileSync('umockdev-wrapper', ['true'], { stdio: 'ignore' });
    execFileSync(python, ['-c', 'import gi; gi.require_version("UMockdev", "1.0")'], { stdio: 'ignore' });
    return null;
  } catch {
    return 'umockdev is not there (Debian: apt-get install umockdev gir1.2-umockdev-1.0 python3-gi).';
  }
}

/** HID devices that are there for programs with its `environment` alone. */
export class MockDevices {
  /** For programs that are to see the devices, beside what is in theirs. */
  environment: Readonly<Record<string, string>> = {};
  readonly #rig: ChildProcess;
  readonly #asked = new Map<number, (answer: Answer) => void>();
  readonly #scanners = new Map<string, MockScanner>();
  #next = 1;

  private constructor(child: ChildProcess) {
    this.#rig = child;
  }

  static start(): Promise<MockDevices> {
    const child = spawn(python, [rig], { stdio: ['pipe', 'pipe', 'pipe'] });
    const devices = new MockDevices(child);
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')));
    return new Promise((resolve, reject) => {
      child.once('exit', () => reject(new Error(`the mock devices ended\n${said}`)));
      createInterface({ input: child.stdout }).on('line', (line) => {
        const answer = JSON.parse(line) as Answer & { environment?: Record<string, string> };
        if (answer.environment !== undefined) {
          devices.environment = answer.environment;
          resolve(devices);
        } else devices.#asked.get(answer.id)?.(answer);
      });
    });
  }

  async plugScanner(device: string, scanner: MockScanner): Promise<void> {
    const { vendor, product, descriptor } = layouts[scanner.layout];
    const told = { all: descriptor, kind: bareDescriptor, nothing: null }[scanner.describes ?? 'all'];
    this.#scanners.set(device, scanner);
    await this.#plugHid(device, vendor, product, `Mock scanner ${scanner.layout}`, scanner.serial, told);
  }

  async plugKeyboard(device: string): Promise<void> {
    await this.#plugHid(device, 0x0c2e, 0x0b61, 'Mock keyboard', 'KB1', keyboardDescriptor);
  }

  async plugPrinter(device: string): Promise<void> {
    await this.#ask({ do: 'plug', device, is: 'printer' });
  }

  async unplug(device: string): Promise<void> {
    await this.#ask({ do: 'unplug', device });
  }

  /** Resolves when the scanner's reports were read, with the moment before the last one was written (CLOCK_MONOTONIC). */
  async scan(device: string, text: string, aim = ']Q0'): Promise<number> {
    const scanner = this.#scanners.get(device);
    if (scanner === undefined) throw new Error(`${device} is no scanner`);
    return await this.sendReports(device, reportsOf(layouts[scanner.layout], text, aim));
  }

  async sendReports(device: string, reports: readonly Buffer[], how: { wait?: boolean } = {}): Promise<number> {
    const hex = reports.map((report) => report.toString('hex'));
    const { at, unheard } = await this.#ask({ do: 'send', device, reports: hex, ...how });
    if (unheard === true) throw new Error(`nobody reads ${device}`);
    return at?.at(-1) ?? 0;
  }

  /** How often each was opened since it was plugged in, and whether it is open now. */
  async opened(): Promise<Readonly<Record<string, Opened>>> {
    return (await this.#ask({ do: 'opened' })).devices ?? {};
  }

  stop(): void {
    this.#rig.removeAllListeners('exit');
    this.#rig.stdin?.end();
  }

  async #plugHid(
    device: string,
    vendor: number,
    product: number,
    name: string,
    serial: string,
    descriptor: readonly number[] | null,
  ): Promise<void> {
    const hex = descriptor === null ? null : Buffer.from(descriptor).toString('hex');
    await this.#ask({ do: 'plug', device, is: 'hid', vendor, product, name, serial, descriptor: hex });
  }

  async #ask(command: object): Promise<Answer> {
    const id = this.#next++;
    const answer = await new Promise<Answer>((resolve) => {
      this.#asked.set(id, resolve);
      this.#rig.stdin?.write(`${JSON.stringify({ id, ...command })}\n`);
    });
    this.#asked.delete(id);
    if (answer.refused !== undefined) throw new Error(`${JSON.stringify(command).slice(0, 100)}: ${answer.refused}`);
    return answer;
  }
}
