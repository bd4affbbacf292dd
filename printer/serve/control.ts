import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import * as z from 'zod';

import { ConditionChange, Trouble, type PrinterDevice } from '../device/index.ts';
import { pngOf } from '../render/index.ts';
import { admit, type ControlDoor } from './control-door.ts';
import { controlPage, pageScript, pageStyle } from './control-page.ts';
import { readForm } from './control-form.ts';
import type { PrintPort } from './print-port.ts';

export type Control = { url: string; page: string; close(): Promise<void> };

/** The page with the receipts and the switches, and the same for programs, on 127.0.0.1. Rejects when the port is taken. */
export async function openControl(
  device: PrinterDevice,
  printPort: Pick<PrintPort, 'port' | 'connections'>,
  options: { port: number; token: string },
): Promise<Control> {
  const door: ControlDoor = { authority: '', token: options.token };
  let changes = 0;
  const stopListening = device.onChange(() => void (changes += 1));
  const view = (): PrinterView => viewOf(device, printPort, changes);
  const server = createServer((request, response) => {
    answer(device, door, view, request, response).catch(() => {
      if (!response.headersSent) sendText(response, 500, 'The printer could not answer this.');
      response.destroy();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  door.authority = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const url = `http://${door.authority}`;
  return {
    url,
    page: `${url}/?start=${options.token}`,
    close: () => {
      stopListening();
      server.closeAllConnections();
      return new Promise((resolve) => void server.close(() => resolve()));
    },
  };
}

export type PrinterView = {
  condition: PrinterDevice['condition'];
  slips: readonly { number: number; height: number; isCut: boolean; lines: number }[];
  pulses: PrinterDevice['pulses'];
  connections: number;
  port: number;
  /** Rises with everything that a person could see change. */
  changes: number;
};

function viewOf(
  device: PrinterDevice,
  { port, connections }: Pick<PrintPort, 'port' | 'connections'>,
  changes: number,
): PrinterView {
  const slips = device
    .slips()
    .map(({ number, height, isCut, entries }) => ({ number, height, isCut, lines: entries.length }));
  const moved = slips.reduce((sum, { number, height }) => sum + number * 100_000 + height, 0);
  const { condition, pulses } = device;
  return { condition, slips, pulses, connections: connections(), port, changes: changes + moved + pulses.length };
}

async function answer(
  device: PrinterDevice,
  door: ControlDoor,
  view: () => PrinterView,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = URL.parse(request.url ?? '/', `http://${door.authority}`);
  if (url === null) return sendText(response, 404, 'There is nothing at this address.');
  const admission = admit(door, request, url);
  if (admission.kind === 'refused') return sendText(response, admission.status, admission.why);
  if (admission.kind === 'enter') {
    response.writeHead(303, { location: '/', 'set-cookie': admission.cookie, ...pageHeaders }).end();
    return undefined;
  }
  if (request.method === 'GET') return show(device, view, url.pathname, response);
  if (request.method !== 'POST') return sendText(response, 405, 'The printer is asked by GET and changed by POST.');
  const body = await readBody(request);
  const isForm = (request.headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded');
  const sent = body === null ? undefined : isForm ? readForm(body) : readJson(body);
  const wrong = change(device, url.pathname, sent);
  if (wrong !== null) return sendText(response, 400, wrong);
  if (!isForm) return send(response, 200, 'application/json; charset=utf-8', JSON.stringify(view()));
  response.writeHead(303, { location: '/', ...pageHeaders }).end();
  return undefined;
}

function change(device: PrinterDevice, path: string, sent: unknown): string | null {
  const act = { '/condition': changeCondition, '/trouble': planTrouble }[path];
  return act === undefined ? 'There is nothing to change at this address.' : act(device, sent);
}

function changeCondition(device: PrinterDevice, sent: unknown): string | null {
  const wish = ConditionChange.safeParse(sent);
  if (!wish.success) return `This is no condition of a printer: ${z.prettifyError(wish.error)}`;
  device.change(wish.data);
  return null;
}

function planTrouble(device: PrinterDevice, sent: unknown): string | null {
  const trouble = Trouble.safeParse(sent);
  if (!trouble.success) return `This is no trouble that can be planned: ${z.prettifyError(trouble.error)}`;
  device.plan(trouble.data);
  return null;
}

function show(device: PrinterDevice, view: () => PrinterView, path: string, response: ServerResponse): void {
  const slip = /^\/slips\/(\d{1,9})\.(png|json)$/.exec(path);
  if (slip !== null) return showSlip(device, Number(slip[1]), slip[2] ?? '', response);
  switch (path) {
    case '/':
      return send(response, 200, 'text/html; charset=utf-8', controlPage(view(), device.slips()));
    case '/page.css':
      return send(response, 200, 'text/css; charset=utf-8', pageStyle);
    case '/page.js':
      return send(response, 200, 'text/javascript; charset=utf-8', pageScript);
    case '/favicon.ico':
      response.writeHead(204, pageHeaders).end();
      return undefined;
    case '/state':
      return send(response, 200, 'application/json; charset=utf-8', JSON.stringify(view()));
    default:
      return sendText(response, 404, 'There is nothing at this address.');
  }
}

function showSlip(device: PrinterDevice, number: number, form: string, response: ServerResponse): void {
  const slip = device.slips().find((one) => one.number === number);
  if (slip === undefined) return sendText(response, 404, 'This slip is not kept, or was never printed.');
  if (form === 'png') return send(response, 200, 'image/png', pngOf(slip));
  const { width, height, isCut, entries } = slip;
  return send(
    response,
    200,
    'application/json; charset=utf-8',
    JSON.stringify({ number, width, height, isCut, entries }),
  );
}

const pageHeaders = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'cache-control': 'no-store',
};

function send(response: ServerResponse, status: number, type: string, body: string | Uint8Array): void {
  response.writeHead(status, { 'content-type': type, ...pageHeaders }).end(body);
}

function sendText(response: ServerResponse, status: number, sentence: string): void {
  send(response, status, 'text/plain; charset=utf-8', sentence);
}

const bodyBytesMax = 4 * 1024;

/** Null when it is longer than anything that can be meant. */
async function readBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += (chunk as Buffer).length;
    if (bytes <= bodyBytesMax) chunks.push(chunk as Buffer);
  }
  return bytes > bodyBytesMax ? null : Buffer.concat(chunks).toString('utf8');
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
