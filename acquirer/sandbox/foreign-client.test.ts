import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { callAs, javaStyle, pythonStyle, type ForeignAnswer, type ForeignClient } from './foreign-client.ts';

// The sandbox as a process of its own, with two clients: one has its key as PEM, one as bare base64.

const folder = mkdtempSync(join(tmpdir(), 'foreign-'));
const keys = { java: rsaPair(), python: rsaPair() };
const ids = { java: 'SANDBOX_JAVA', python: 'SANDBOX_PYTHON' };
const root = join(import.meta.dirname, '..', '..');

let sandbox: ChildProcess;
let urls: { url: string; tls: string };
let sandboxKey: KeyObject;

beforeAll(async () => {
  const bare = keys.python.publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
  writeFileSync(join(folder, 'java.pem'), keys.java.publicKey.export({ type: 'spki', format: 'pem' }));
  writeFileSync(join(folder, 'python.txt'), `${bare}\n`);
  const own = ['--port', '0', '--tls', '0', '--data', join(folder, 'data'), '--public-key', join(folder, 'own.pem')];
  const java = ['--client', ids.java, '--client-key', join(folder, 'java.pem')];
  const python = ['--client', ids.python, '--client-key', join(folder, 'python.txt')];
  const main = join(root, 'acquirer', 'sandbox', 'main.ts');
  sandbox = spawn(process.execPath, [main, ...own, ...java, ...python], { stdio: ['ignore', 'pipe', 'inherit'] });
  urls = await new Promise((resolve, reject) => {
    sandbox.once('exit', () => reject(new Error('the sandbox ended')));
    sandbox.stdout?.once('data', (line: Buffer) => resolve(JSON.parse(line.toString()) as typeof urls));
  });
  sandboxKey = createPublicKey(readFileSync(join(folder, 'own.pem')));
}, 30_000);

afterAll(async () => {
  const ended = new Promise((resolve) => sandbox.once('exit', resolve));
  sandbox.kill('SIGTERM');
  await ended;
  rmSync(folder, { recursive: true });
});

const styles = [javaStyle, pythonStyle];
const ways = styles.flatMap((style) => [
  { style, over: 'url' as const, called: `the ${style.name} client over HTTP` },
  { style, over: 'tls' as const, called: `the ${style.name} client over TLS` },
]);

describe.each(ways)('$called', ({ style, over }) => {
  it('pays, inquires and cancels, and verifies every answer', async () => {
    const client = clientOf(style, over);
    const id = `${style.name}${over}1`;
    const paid = await callAs(client, '/aps/api/v1/payments/pay', payment(id, await freshCode()));
    expectAnswer(paid, 'S', 'SUCCESS');
    expect(paid.headers).toContain(`client-id: ${client.clientId}`);
    const inquired = await callAs(client, '/aps/api/v1/payments/inquiryPayment', { paymentRequestId: id });
    expectAnswer(inquired, 'S', 'SUCCESS');
    expect(inquired.json['paymentResult']).toMatchObject({ resultStatus: 'S' });
    expectAnswer(await callAs(client, '/aps/api/v1/payments/cancelPayment', { paymentRequestId: id }), 'S', 'SUCCESS');
    const { capturedMinor, timesGivenBack } = (await (await fetch(`${urls.url}/sandbox/ledger/${id}`)).json()) as {
      capturedMinor: number;
      timesGivenBack: number;
    };
    expect({ capturedMinor, timesGivenBack }).toEqual({ capturedMinor: 0, timesGivenBack: 1 });
  });

  it('gets an order’s code, the same for a repeat, and pays when a phone has scanned it and its owner confirms', async () => {
    const client = clientOf(style, over);
    const id = `${style.name}${over}2`;
    const order = {
      ...payment(id, ''),
      paymentMethod: { paymentMethodType: 'CONNECT_WALLET' },
      paymentFactor: { isInStorePayment: true, inStorePaymentScenario: 'OrderCode' },
    };
    const shown = await callAs(client, '/aps/api/v1/payments/pay', order);
    expectAnswer(shown, 'U', 'PAYMENT_IN_PROCESS');
    const again = await callAs(client, '/aps/api/v1/payments/pay', order);
    expect(again.json['orderCodeForm']).toEqual(shown.json['orderCodeForm']);
    const form = shown.json['orderCodeForm'] as { codeDetails: { codeValue: string }[] };
    await onPhone('scan', { code: form.codeDetails[0]?.codeValue });
    await onPhone('confirm', { paymentRequestId: id });
    const inquired = await callAs(client, inquiry, { paymentRequestId: id });
    expect(inquired.json['paymentResult']).toMatchObject({ resultStatus: 'S' });
    expect(inquired.json['walletBrandName']).toBe('GCash');
  });

  it('may leave out the media type, and give any offset of its clock', async () => {
    const client = clientOf(style, over);
    const question = { paymentRequestId: 'nobody' };
    for (const time of ['1685599933871', '2019-05-28T12:12:12+08:00', '2026-11-21T03:01:40+0000']) {
      const answer = await callAs(client, inquiry, question, { time, mediaType: null });
      expectAnswer(answer, 'F', 'ORDER_NOT_EXIST');
    }
  });

  it('is refused where it should be, always with HTTP 200', async () => {
    const client = clientOf(style, over);
    const question = { paymentRequestId: 'nobody' };
    const code = async (path: string, change: Parameters<typeof callAs>[3]): Promise<string> => {
      const answer = await callAs(client, path, question, change);
      expect(answer.status).toBe(200);
      return answer.json.result.resultCode;
    };
    expect(await code(inquiry, { privateKey: rsaPair().privateKey })).toBe('INVALID_SIGNATURE');
    expect(await code(inquiry, { encodeSignature: (base64) => base64 })).toBe('INVALID_SIGNATURE');
    expect(await code(inquiry, { encodeSignature: onlyPlusRaw })).toBe('INVALID_SIGNATURE');
    expect(await code(inquiry, { clientId: 'SANDBOX_NOBODY' })).toBe('INVALID_CLIENT');
    expect(await code('/aps/api/v1/payments/none', {})).toBe('NO_INTERFACE_DEF');
    expect(await code(inquiry, { method: 'GET', body: '' })).toBe('METHOD_NOT_SUPPORTED');
    expect(await code(inquiry, { mediaType: 'application/x-www-form-urlencoded' })).toBe('MEDIA_TYPE_NOT_ACCEPTABLE');
  });
});

it('one client’s key does not sign for another', async () => {
  const client = { ...clientOf(javaStyle, 'url'), clientId: ids.python };
  const answer = await callAs(client, inquiry, { paymentRequestId: 'nobody' });
  expect(answer.json.result.resultCode).toBe('INVALID_SIGNATURE');
  expect(answer.verified).toBe(false);
});

describe.skipIf(!hasShell())('docs/sandbox.md', () => {
  const text = readFileSync(join(root, 'docs', 'sandbox.md'), 'utf8');
  const commands = [...text.matchAll(/```sh\n([^`]+)```/g)].map(([, command = '']) => command);

  it('has commands for the shell that are answered', async () => {
    const own = commands.filter((command) => command.startsWith('curl '));
    expect(own.length).toBeGreaterThan(4);
    for (const command of own) expect(perform(command), command).toBeTypeOf('object');
    // They set a fault and a temper: nothing of it is left for others.
    const clear = { faults: { pay: { silentAfter: 0 } }, orderCode: { withoutCode: 0 } };
    const headers = { 'content-type': 'application/json' };
    await fetch(`${urls.url}/sandbox/switches`, { method: 'POST', headers, body: JSON.stringify(clear) });
  });

  it('signs a call by hand', () => {
    writeFileSync(join(folder, 'shop.key.pem'), keys.java.privateKey.export({ type: 'pkcs8', format: 'pem' }));
    const [signed = ''] = commands.filter((command) => command.includes('openssl dgst'));
    expect(perform(signed)).toMatchObject({ result: { resultCode: 'ORDER_NOT_EXIST' } });
  });
});

const inquiry = '/aps/api/v1/payments/inquiryPayment';

function clientOf(style: ForeignClient['style'], over: 'url' | 'tls'): ForeignClient {
  const { privateKey } = keys[style.name];
  return { origin: urls[over], clientId: ids[style.name], privateKey, sandboxKey, style };
}

function expectAnswer(answer: ForeignAnswer, status: string, code: string): void {
  expect(answer.json.result).toMatchObject({ resultStatus: status, resultCode: code });
  expect(answer.status).toBe(200);
  expect(answer.verified).toBe(true);
}

/** Native booleans and a number, as both clients send them; the names as in Alipay+'s in-store sample. */
function payment(paymentRequestId: string, code: string): object {
  const amount = { currency: 'JPY', value: 100 };
  return {
    paymentRequestId,
    paymentAmount: amount,
    paymentMethod: { paymentMethodType: 'CONNECT_WALLET', paymentMethodId: code },
    paymentFactor: { isInStorePayment: true, isCashierPayment: false, inStorePaymentScenario: 'PaymentCode' },
    settlementStrategy: { settlementCurrency: 'USD' },
    paymentNotifyUrl: null,
    order: {
      referenceOrderId: `order ${paymentRequestId}`,
      orderDescription: '渋谷店 ☕',
      orderAmount: amount,
      merchant: {
        referenceMerchantId: 'M1',
        merchantMCC: '5814',
        merchantName: 'Tea',
        store: { referenceStoreId: 'S1', storeName: 'Tea', storeMcc: '5814' },
      },
      env: { storeTerminalId: 'T1', storeTerminalRequestTime: '2026-11-21T03:01:40+00:00' },
    },
  };
}

async function onPhone(what: 'scan' | 'confirm', body: object): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const address = `${urls.url}/sandbox/wallets/gcash/${what}`;
  const answer = await fetch(address, { method: 'POST', headers, body: JSON.stringify(body) });
  expect(answer.status).toBe(200);
}

async function freshCode(): Promise<string> {
  const answer = await fetch(`${urls.url}/sandbox/wallets/alipayhk/codes`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  });
  return ((await answer.json()) as { value: string }).value;
}

function onlyPlusRaw(base64: string): string {
  // A signature without any plus would be right this way.
  return `${encodeURIComponent(base64).replaceAll('%2B', '+')}${base64.includes('+') ? '' : '+'}`;
}

function rsaPair(): { publicKey: KeyObject; privateKey: KeyObject } {
  return generateKeyPairSync('rsa', { modulusLength: 2048 });
}

/** What a command of the guide prints, performed against this sandbox and as its first client. */
function perform(command: string): unknown {
  const here = command.replaceAll('http://127.0.0.1:4782', urls.url).replaceAll('SANDBOX_SHOP', ids.java);
  const options = { encoding: 'utf8', cwd: folder } as const;
  return JSON.parse(execFileSync('sh', ['-c', here.replaceAll('curl ', 'curl -sS --fail-with-body ')], options));
}

function hasShell(): boolean {
  return ['curl --version', 'openssl version'].every((command) => {
    const [name = '', argument = ''] = command.split(' ');
    return process.platform !== 'win32' && spawnSync(name, [argument]).status === 0;
  });
}
