import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import {
  PairingRequest,
  sampleSettings,
  type HealthAnswer,
  type PairingAnswer,
  type PairingGrant,
  type ShopSettings,
} from '#contract';
import {
  backendProof,
  isSameProof,
  keyFromText,
  pairingCodeId,
  pairingKeyOf,
  signGrant,
  signResponse,
  textOfKey,
  tillProof,
  verifyRequest,
} from '#protocol';

/** The one code that it knows. */
export const goodCode = 'K7QF2-M9XPT';

/** Somebody between till and backend: what they make of the request, and of the answer. */
export type Between = {
  request?(asked: PairingRequest): PairingRequest;
  answer?(answer: Extract<PairingAnswer, { is: 'paired' }>, asked: PairingRequest): object;
};

export type StandInBackend = {
  url: string;
  health: HealthAnswer;
  settings: ShopSettings;
  between: Between;
  asked: PairingRequest[];
  /** Whether it says of a till's key that it was revoked. */
  revoked(terminalKey: string): boolean;
  close(): Promise<void>;
};

/** Pairs one till, and answers its probes: as much of a backend as a till that is not paired yet has to do with. */
export async function openStandInBackend(): Promise<StandInBackend> {
  const { privateKey } = generateKeyPairSync('ed25519');
  const codeKey = pairingKeyOf(goodCode.replace('-', ''));
  let tillKey: KeyObject | null = null;
  const server = createServer((request, response) => void answer(request, response));
  const backend: StandInBackend = {
    url: '',
    health: { status: 'ok', environment: 'sandbox', till: 'known' },
    settings: { ...sampleSettings, terminalId: 'TILL7' as ShopSettings['terminalId'] },
    between: {},
    asked: [],
    revoked: () => false,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    if (request.url === '/v1/pairing') {
      const said = pair(PairingRequest.parse(JSON.parse(body.toString('utf8'))));
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(said));
      return;
    }
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    const wire = { method: request.method ?? '', target: request.url ?? '', headers, body: null };
    if (!(await verifyRequest(wire, () => tillKey)).ok || request.url !== '/v1/health')
      return void response.writeHead(401).end();
    const told = Buffer.from(JSON.stringify(backend.health), 'utf8');
    const signed = await signResponse({ status: 200, body: told, sentAt: Date.now() }, wire, privateKey);
    response.writeHead(200, signed).end(told);
  }

  function pair(sent: PairingRequest): object {
    const asked = backend.between.request?.(sent) ?? sent;
    backend.asked.push(asked);
    const isGood = asked.codeId === pairingCodeId(codeKey) && isSameProof(tillProof(codeKey, asked), asked.proof);
    if (!isGood) return { is: 'refused', why: 'code-unknown' };
    if (backend.revoked(asked.terminalKey)) return { is: 'refused', why: 'key-revoked' };
    tillKey = keyFromText(asked.terminalKey);
    const grant = grantText(backend.settings, privateKey);
    const proof = backendProof(codeKey, asked, grant);
    const paired = { is: 'paired', grant, signature: signGrant(grant, privateKey), proof } as const;
    return backend.between.answer?.(paired, asked) ?? paired;
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  backend.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return backend;
}

/** As a backend with this key grants these settings. */
export function grantText(settings: ShopSettings, key: KeyObject): string {
  const grant: PairingGrant = {
    version: 1,
    terminalId: settings.terminalId,
    backendKey: textOfKey(key),
    settings,
    issuedAt: 1_790_000_000_000,
  };
  return JSON.stringify(grant);
}
