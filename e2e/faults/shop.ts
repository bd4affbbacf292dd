import { createPrivateKey } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { toHost } from '../crash/lines.ts';
import { Processes } from '../crash/processes.ts';
import { TillClient } from '../crash/till-client.ts';
import { Sandbox } from '../sandbox.ts';
import { makeCertificates, type Certificates } from './certificates.ts';
import { paceOf, type Pace } from './pace.ts';
import { alipayPen, backendPen } from './pens.ts';
import { Wire, type Hop } from './wire.ts';

const checkout = fileURLToPath(new URL('../..', import.meta.url));
const readyWithinMs = 60_000;
export const clientId = 'SANDBOX_COUNTERPAY';
/** Whose codes are scanned. */
export const wallet = 'alipayhk';

/** A whole counter of the product's own processes, unchanged, with a wire between each two that anything can happen to. */
export class Shop {
  readonly till = new TillClient();
  readonly wires: Readonly<Record<Hop, Wire>>;
  readonly pace: Pace;
  readonly #folder = newFolder();
  readonly #timeScale: number;
  readonly #timeOrigin: number;
  #processes: Processes | null = null;
  #sandboxUrl = '';
  readonly #abandon = (): void => {
    const pids = ['backend', 'sandbox'].map((name) => this.#processes?.pidOf(name) ?? null);
    for (const pid of pids) if (pid !== null) process.kill(pid, 'SIGTERM');
  };

  private constructor(wires: Record<Hop, Wire>, pace: Pace, timeScale: number, timeOrigin: number) {
    this.wires = wires;
    this.pace = pace;
    this.#timeScale = timeScale;
    this.#timeOrigin = timeOrigin;
    process.once('exit', this.#abandon); // when this run is stopped halfway
  }

  /** `tls`: both wires speak TLS to whoever asks. */
  static async open(options: { timeScale: number; tls: boolean }): Promise<Shop> {
    const timeOrigin = Date.now();
    const pace = paceOf(options.timeScale, timeOrigin);
    const wires = { near: await Wire.open(pace), far: await Wire.open(pace) };
    const shop = new Shop(wires, pace, options.timeScale, timeOrigin);
    try {
      await shop.#start(options.tls ? await makeCertificates(Date.now()) : null);
      return shop;
    } catch (error) {
      await shop.close();
      throw error;
    }
  }

  get sandbox(): Sandbox {
    return new Sandbox(this.#sandboxUrl);
  }

  get sandboxUrl(): string {
    return this.#sandboxUrl;
  }

  /** The last that the processes said on stderr. */
  get said(): string {
    return this.#processes?.said.slice(-2_000) ?? '';
  }

  async close(): Promise<void> {
    process.off('exit', this.#abandon);
    this.till.close();
    for (const name of ['till', 'backend', 'sandbox']) await this.#processes?.end(name);
    for (const wire of Object.values(this.wires)) wire.close();
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }

  async #start(certificates: Certificates | null): Promise<void> {
    const { near, far } = this.wires;
    const authority = this.#in('', 'authority.pem');
    if (certificates !== null) {
      writeFileSync(authority, certificates.authority);
      for (const wire of [near, far]) wire.certificates = certificates;
    }
    const processes = (this.#processes = new Processes({}));
    this.#sandboxUrl = far.target = await processes.start(
      'sandbox',
      this.#words('sandbox', 'acquirer/sandbox/main.ts', {
        port: '0',
        client: clientId,
        'client-key': this.#in('backend', 'alipay.pub.pem'),
        'public-key': this.#in('sandbox', 'alipay.pub.pem'),
      }),
    );
    near.target = await processes.start(
      'backend',
      this.#words('backend', 'acquirer/backend/main.ts', {
        port: '0',
        alipay: far.url,
        ...(certificates === null ? {} : { 'alipay-ca': authority, 'alipay-pin': certificates.pins }),
        'alipay-client-id': clientId,
        'alipay-public-key': this.#in('sandbox', 'alipay.pub.pem'),
        terminal: 'TILL1',
        'terminal-key': this.#in('till', 'terminal.pub.pem'),
      }),
    );
    far.pen = alipayPen(createPrivateKey(readFileSync(this.#in('sandbox', 'sandbox.key.pem'))));
    near.pen = backendPen(createPrivateKey(readFileSync(this.#in('backend', 'backend.key.pem'))));
    const host = processes.fork(
      'till',
      this.#words('till', 'terminal/assemble/main.ts', {
        backend: near.url,
        'backend-key': this.#in('backend', 'backend.pub.pem'),
      }),
      certificates === null ? {} : { NODE_EXTRA_CA_CERTS: authority },
    );
    await this.till.open(toHost(host));
    await this.till.until('the host', () => true, readyWithinMs);
  }

  #in(name: string, file: string): string {
    return join(this.#folder, name, file);
  }

  /** The program and its flags, with those that all have; several values are a flag that is given several times. */
  #words(name: string, entry: string, own: Readonly<Record<string, string | readonly string[]>>): string[] {
    const time = { 'time-scale': String(this.#timeScale), 'time-origin': String(this.#timeOrigin) };
    const flags = Object.entries({ data: join(this.#folder, name), ...time, ...own });
    const given = flags.flatMap(([flag, value]) => [value].flat().flatMap((each) => [`--${flag}`, each]));
    return [process.execPath, join(checkout, entry), ...given];
  }
}

/** As root the database runs as nobody, which must be able to pass through. */
function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'counterpay-faults-'));
  chmodSync(folder, 0o711);
  mkdirSync(join(folder, 'till'));
  return folder;
}
