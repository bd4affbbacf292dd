import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { request as httpRequest } from 'node:http';

import {
  LedgerEntry,
  SandboxRefusal,
  WalletCode,
  WalletOrder,
  WalletView,
  type SwitchesChange,
  type WalletChange,
} from '#contract';
import { Currency, type Clock } from '#payment';
import { alipayPaths, signAlipayContent, verifyAlipayContent } from '#protocol';

import { startSandbox, type Sandbox, type SandboxOptions } from './sandbox.ts';

/** A clock that stands until it is told to move; timers run when their time is reached. */
export type StandingClock = Clock & { advance(ms: number): void };

export const clientId = 'SANDBOX_RIG';
const client = generateKeyPairSync('rsa', { modulusLength: 2048 });
const own = generateKeyPairSync('rsa', { modulusLength: 2048 });
/** The client's private key, and what verifies the sandbox. */
export const clientKey = client.privateKey;
export const ownPublicKey = own.publicKey;

/** 20 November 2026, 10:00 UTC. */
export const startMs = Date.UTC(2026, 10, 20, 10);

export function standingClock(at = startMs): StandingClock {
  let elapsedMs = 0;
  let timers: { dueMs: number; run: () => void }[] = [];
  return {
    monoMs: () => elapsedMs,
    wallMs: () => at + elapsedMs,
    after(afterMs, run) {
      const timer = { dueMs: elapsedMs + afterMs, run };
      timers.push(timer);
      return { cancel: () => void (timers = timers.filter((other) => other !== timer)) };
    },
    advance(ms) {
      elapsedMs += ms;
      const due = timers.filter(({ dueMs }) => dueMs <= elapsedMs);
      timers = timers.filter(({ dueMs }) => dueMs > elapsedMs);
      for (const { run } of due) run();
    },
  };
}

export type Rig = {
  sandbox: Sandbox;
  clock: StandingClock;
  pay(change?: Record<string, unknown>): Promise<Reply>;
  inquire(paymentRequestId: string): Promise<Reply>;
  cancel(paymentRequestId: string): Promise<Reply>;
  call(call: Call): Promise<Reply>;
  get(path: string): Promise<unknown>;
  post(path: string, body: unknown): Promise<{ status: number; json: unknown }>;
  wallet(id?: string, currency?: string): Promise<WalletView>;
  balance(): Promise<number>;
  code(id?: string): Promise<string>;
  /** Pays by order code, and gives back what the code says. */
  orderCode(change?: Record<string, unknown>): Promise<string>;
  /** The order that the phone then asks about, else why it does not. */
  scan(id: string, code: string, payAtOnce?: boolean): Promise<WalletOrder | string>;
  /** `paid`… or `asking`: what the phone shows of its newest order, else why it was turned down. */
  decide(id: string, decision: 'confirm' | 'refuse', paymentRequestId?: string): Promise<string>;
  setWallet(change: WalletChange, id?: string): Promise<void>;
  setSwitches(change: SwitchesChange): Promise<void>;
  ledger(paymentRequestId: string): Promise<LedgerEntry>;
};

/** `signed`: the answer carried a signature of the sandbox that covers this very call. */
export type Reply = {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  rawHeaders: string[];
  text: string;
  json: { result: { resultStatus: string; resultCode: string; resultMessage?: string } } & Record<string, unknown>;
  signed: boolean;
};

export type Call = {
  path: string;
  /** What goes on the request line; the path where it is not given. */
  target?: string;
  method?: string;
  body: string;
  key?: KeyObject;
  headers?: Record<string, string>;
  /** Request-Time as it is sent; the clock's where it is not given. */
  time?: string;
  /** Header names in capitals, and blanks after the commas of the signature. */
  spaced?: boolean;
};

/** A sandbox on a free port, with an acquirer that signs and customers that press buttons. */
export async function startRig(options: Partial<SandboxOptions> & { clock?: StandingClock } = {}): Promise<Rig> {
  const clock = options.clock ?? standingClock();
  let dice = 0;
  const sandbox = await startSandbox({
    port: 0,
    tls: null,
    ledgerPath: ':memory:',
    // Repeatable, and never the same twice.
    digits: (count) =>
      String((dice += 1) * 7_919)
        .padStart(count, '0')
        .slice(-count),
    currency: Currency.parse('EUR'),
    clients: [{ id: clientId, key: () => client.publicKey }],
    ownKey: own.privateKey,
    strict: false,
    onFault: (fault) => {
      throw fault;
    },
    ...options,
    clock,
  });
  const call = (what: Call): Promise<Reply> => signedCall(sandbox.url, clock, what);
  const get = async (path: string): Promise<unknown> => (await fetch(sandbox.url + path)).json();
  const post: Rig['post'] = async (path, body) => {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(sandbox.url + path, { method: 'POST', headers, body: JSON.stringify(body) });
    return { status: answer.status, json: await answer.json() };
  };
  const wallet: Rig['wallet'] = async (id = 'alipayhk', currency = 'EUR') =>
    WalletView.parse(await get(`/sandbox/wallets/${id}?currency=${currency}`));
  const pay: Rig['pay'] = (change = {}) =>
    call({ path: alipayPaths.pay, body: JSON.stringify({ ...payRequest(), ...change }) });
  return {
    sandbox,
    clock,
    call,
    get,
    post,
    wallet,
    pay,
    inquire: (paymentRequestId) =>
      call({ path: alipayPaths.inquiryPayment, body: JSON.stringify({ paymentRequestId }) }),
    cancel: (paymentRequestId) => call({ path: alipayPaths.cancelPayment, body: JSON.stringify({ paymentRequestId }) }),
    balance: async () => (await wallet()).purse.balance.minor,
    code: async (id = 'alipayhk') => WalletCode.parse((await post(`/sandbox/wallets/${id}/codes`, {})).json).value,
    orderCode: async (change = {}) => codeValueOf(await pay({ ...byOrderCode(), ...change })) ?? '',
    async scan(id, code, payAtOnce = false) {
      const { status, json } = await post(`/sandbox/wallets/${id}/scan`, { code, payAtOnce });
      return status === 200 ? WalletOrder.parse(json) : errorOf(json);
    },
    async decide(id, decision, paymentRequestId = 'TILL1pay1') {
      const { status, json } = await post(`/sandbox/wallets/${id}/${decision}`, { paymentRequestId });
      return status === 200 ? (WalletView.parse(json).orders[0]?.state.kind ?? 'none') : errorOf(json);
    },
    setWallet: async (change, id = 'alipayhk') => void (await post(`/sandbox/wallets/${id}`, change)),
    setSwitches: async (change) => void (await post('/sandbox/switches', change)),
    ledger: async (id) => LedgerEntry.parse(await get(`/sandbox/ledger/${id}`)),
  };
}

export function byCode(code: string): Record<string, unknown> {
  return { paymentMethod: { paymentMethodType: 'CONNECT_WALLET', paymentMethodId: code } };
}

/** As the shop that shows a code asks for one. */
export function byOrderCode(): Record<string, unknown> {
  return {
    paymentMethod: { paymentMethodType: 'CONNECT_WALLET' },
    paymentFactor: { isInStorePayment: 'true', inStorePaymentScenario: 'OrderCode' },
  };
}

/** What the code says that came with pay's answer; undefined where none came. */
export function codeValueOf({ json }: Pick<Reply, 'json'>): string | undefined {
  const form = json['orderCodeForm'] as { codeDetails: { codeValue: string }[] } | undefined;
  return form?.codeDetails[0]?.codeValue;
}

function errorOf(json: unknown): string {
  return SandboxRefusal.parse(json).error;
}

export function payRequest(): Record<string, unknown> {
  const amount = { currency: 'EUR', value: '1250' };
  return {
    paymentRequestId: 'TILL1pay1',
    paymentAmount: amount,
    paymentMethod: { paymentMethodType: 'CONNECT_WALLET', paymentMethodId: '281006020000000000125733' },
    paymentFactor: { isInStorePayment: 'true', inStorePaymentScenario: 'PaymentCode' },
    order: {
      referenceOrderId: 'SALE1',
      orderDescription: 'Tea',
      orderAmount: amount,
      merchant: {
        referenceMerchantId: 'M1',
        merchantMCC: '5814',
        merchantName: 'Harbour Tea House',
        store: { referenceStoreId: 'S1', storeName: 'Harbour Tea House', storeMCC: '5814' },
      },
    },
  };
}

async function signedCall(url: string, clock: Clock, call: Call): Promise<Reply> {
  const method = call.method ?? 'POST';
  const body = Buffer.from(call.body);
  const time = call.time ?? new Date(clock.wallMs()).toISOString();
  const signature = signAlipayContent({ method, path: call.path, clientId, time, body }, call.key ?? client.privateKey);
  const content = { method, path: call.path, clientId, body };
  const headers = {
    'Content-Type': 'application/json; charset=UTF-8',
    'Content-Length': String(body.byteLength),
    ...(call.spaced === true
      ? { 'CLIENT-ID': clientId, 'REQUEST-TIME': time, SIGNATURE: signature.replaceAll(',', ', ') }
      : { 'Client-Id': clientId, 'Request-Time': time, Signature: signature }),
    ...call.headers,
  };
  const answer = await send(url, method, call.target ?? call.path, headers, body);
  const answered = { ...content, time: String(answer.headers['response-time']), body: Buffer.from(answer.text) };
  const header = answer.headers['signature'];
  const signed = typeof header === 'string' && verifyAlipayContent(answered, header, own.publicKey).ok;
  return { ...answer, json: JSON.parse(answer.text) as Reply['json'], signed };
}

/** Rejects when the connection ends without an answer. Not fetch: it cannot send an absolute target. */
function send(
  url: string,
  method: string,
  path: string,
  headers: Record<string, string>,
  body: Uint8Array,
): Promise<Omit<Reply, 'json' | 'signed'>> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const request = httpRequest({ hostname, port, method, path, headers, agent: false }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('error', reject);
      answer.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, rawHeaders: answer.rawHeaders, text });
      });
    });
    request.on('error', reject);
    request.end(body);
  });
}
