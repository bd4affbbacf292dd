import { spawn, type ChildProcess } from 'node:child_process';
import { createPrivateKey } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

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
  readonly #running: ChildProcess[] = [];
  #sandboxUrl = '';
  #said = '';

  private constructor(wires: Record<Hop, Wire>, pace: Pace, timeScale: number, timeOrigin: number) {
    this.wires = wires;
    this.pace = pace;
    this.#timeScale = timeScale;
    this.#timeOrigin = timeOrigin;
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

  /** What the processes said on stderr. */
  get said(): string {
    return this.#said;
  }

  async close(): Promise<void> {
    this.till.close();
    for (const child of this.#running.toReversed()) await end(child);
    for (const wire of Object.values(this.wires)) wire.close();
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }

  async #start(certificates: Certificates | null): Promise<void> {
    const { near, far } = this.wires;
    const authority = this.#in('', 'authority.pem');
    const env: NodeJS.ProcessEnv = certificates === null ? {} : { NODE_EXTRA_CA_CERTS: authority };
    if (certificates !== null) {
      writeFileSync(authority, certificates.authority);
      for (const wire of [near, far]) {
        wire.certificate = certificates.right;
        wire.wrongCertificates = certificates.wrong;
      }
    }
    this.#sandboxUrl = far.target = await this.#run('sandbox', 'acquirer/sandbox/main.ts', env, {
      client: clientId,
      'client-key': this.#in('backend', 'alipay.pub.pem'),
      'public-key': this.#in('sandbox', 'alipay.pub.pem'),
    });
    near.target = await this.#run('backend', 'acquirer/backend/main.ts', env, {
      alipay: far.url,
      'alipay-client-id': clientId,
      'alipay-public-key': this.#in('sandbox', 'alipay.pub.pem'),
      terminal: 'TILL1',
      'terminal-key': this.#in('till', 'terminal.pub.pem'),
    });
    far.pen = alipayPen(createPrivateKey(readFileSync(this.#in('sandbox', 'sandbox.key.pem'))));
    near.pen = backendPen(createPrivateKey(readFileSync(this.#in('backend', 'backend.key.pem'))));
    const startUrl = await this.#run('till', 'kiosk/main.ts', env, {
      backend: near.url,
      'backend-key': this.#in('backend', 'backend.pub.pem'),
    });
    await this.till.open(startUrl);
    await this.till.until('the host', () => true, readyWithinMs);
  }

  #in(name: string, file: string): string {
    return join(this.#folder, name, file);
  }

  /** The address that it says when it is ready. */
  #run(name: string, entry: string, env: NodeJS.ProcessEnv, own: Readonly<Record<string, string>>): Promise<string> {
    const time = { 'time-scale': String(this.#timeScale), 'time-origin': String(this.#timeOrigin) };
    const flags = Object.entries({ port: '0', data: join(this.#folder, name), ...time, ...own });
    const child = spawn(
      process.execPath,
      [join(checkout, entry), ...flags.flatMap(([flag, value]) => [`--${flag}`, value])],
      { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } },
    );
    this.#running.push(child);
    child.stderr.on('data', (chunk: Buffer) => (this.#said += `${name} | ${chunk.toString('utf8')}`));
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`${name} is not ready\n${this.#said}`)), readyWithinMs);
      child.once('error', reject);
      child.once('exit', () => {
        clearTimeout(late);
        reject(new Error(`${name} ended\n${this.#said}`));
      });
      createInterface({ input: child.stdout }).once('line', (line) => {
        clearTimeout(late);
        resolve((JSON.parse(line) as { url: string }).url);
      });
    });
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGTERM');
  const tooLong = setTimeout(() => child.kill('SIGKILL'), 5_000);
  await gone;
  clearTimeout(tooLong);
}

/** As root the database runs as nobody, which must be able to pass through. */
function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'counterpay-faults-'));
  chmodSync(folder, 0o711);
  mkdirSync(join(folder, 'till'));
  return folder;
}
