import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import * as z from 'zod';

import {
  CodeScan,
  CodeWish,
  CustomerDecision,
  LedgerQuery,
  NotificationQuery,
  PurseQuery,
  SwitchesChange,
  WalletChange,
  type OrderCodeRefusal,
} from '#contract';
import { isResultCode, readJsonObject } from '#protocol';

import { amountList } from './amount-faults.ts';
import { ledgerEntry, ledgerPage } from './ledger.ts';
import { guardProblem } from './loopback-guard.ts';
import type { Outbox } from './outbox.ts';
import type { Phones } from './phone.ts';
import type { Wallet } from './wallet-store.ts';
import { inLedger, type World } from './world.ts';

/** The sandbox's own addresses, for its wallet page and for tests: what the customers do, and what really happened. */
export function addControl(app: FastifyInstance, world: World, phones: Phones, outbox: Outbox): void {
  app.addHook('onRequest', async (request, reply) => {
    const problem = guardProblem(request);
    if (problem !== null) return reply.code(problem.status).send({ error: problem.error, message: problem.message });
    return undefined;
  });

  app.get('/sandbox/ledger/:id', (request) => ledgerEntry(world, Named.parse(request.params).id));
  app.get('/sandbox/ledger', (request, reply) =>
    whenQueried(LedgerQuery, request, reply, (query) => ledgerPage(world, query)),
  );

  app.get('/sandbox/switches', () => world.settings.switches());
  app.post('/sandbox/switches', (request, reply) =>
    whenSent(SwitchesChange, request, reply, (change) => {
      const strange = Object.values(change.faults ?? {}).find(
        ({ refuseCode: code }) => code !== undefined && !isResultCode(code),
      );
      if (strange !== undefined) return refuse(reply, 400, 'wrong-field', `Alipay+ has no code ${strange.refuseCode}.`);
      return inLedger(world, () => world.settings.changeSwitches(change));
    }),
  );

  app.get('/sandbox/notifications', (request, reply) =>
    whenQueried(NotificationQuery, request, reply, ({ paymentRequestId }) => outbox.list(paymentRequestId)),
  );

  app.get('/sandbox/amounts', () => amountList());

  app.get('/sandbox/wallets', () => ({
    wallets: world.wallets.all().map(({ id, name, temper }) => ({ id, name, temper })),
  }));
  app.get('/sandbox/wallets/:id', (request, reply) =>
    whenQueried(PurseQuery, request, reply, ({ currency }) =>
      withWallet(world, request, reply, (wallet) => phones.view(wallet, currency)),
    ),
  );
  app.post('/sandbox/wallets/:id', (request, reply) =>
    whenSent(WalletChange, request, reply, (change) =>
      withWallet(world, request, reply, (wallet) => {
        inLedger(world, () => world.wallets.change(wallet.id, change));
        return withWallet(world, request, reply, (changed) => phones.view(changed));
      }),
    ),
  );
  app.post('/sandbox/wallets/:id/codes', (request, reply) =>
    whenSent(CodeWish, request, reply, ({ digits }) =>
      withWallet(world, request, reply, (wallet) => phones.freshCode(wallet, digits)),
    ),
  );
  for (const decision of ['confirm', 'refuse'] as const) {
    app.post(`/sandbox/wallets/:id/${decision}`, (request, reply) =>
      whenSent(CustomerDecision, request, reply, ({ paymentRequestId }) =>
        withWallet(world, request, reply, (wallet) => {
          const decided = phones.decide(wallet, paymentRequestId, decision);
          return decided.ok ? phones.view(wallet) : turnDown(reply, decided.error);
        }),
      ),
    );
  }
  app.post('/sandbox/wallets/:id/scan', (request, reply) =>
    whenSent(CodeScan, request, reply, (scan) =>
      withWallet(world, request, reply, (wallet) => {
        const scanned = phones.scan(wallet, scan);
        return scanned.ok ? scanned.value : turnDown(reply, scanned.error);
      }),
    ),
  );
}

function turnDown(reply: FastifyReply, why: OrderCodeRefusal | 'not-asking'): FastifyReply {
  return refuse(reply, why === 'not-an-order-code' ? 404 : 409, why, sentences[why]);
}

const sentences: Readonly<Record<OrderCodeRefusal | 'not-asking', string>> = {
  'not-an-order-code': 'That is no order code of this sandbox.',
  'order-closed': 'The order is closed; nothing was taken.',
  'order-cancelled': 'The shop has cancelled the order; nothing is taken for it.',
  'paid-by-other': 'Another phone has paid the order; nothing was taken from this one.',
  'already-paid': 'This phone has paid the order already; nothing more was taken.',
  'not-asking': 'This wallet is not being asked about that payment now.',
};

const Named = z.object({ id: z.string().min(1).max(64) });

function withWallet(
  world: World,
  request: FastifyRequest,
  reply: FastifyReply,
  then: (wallet: Wallet) => unknown,
): unknown {
  const wallet = world.wallets.byId(Named.parse(request.params).id);
  return wallet === undefined ? refuse(reply, 404, 'no-such-wallet', 'There is no wallet of that name.') : then(wallet);
}

function whenQueried<S extends z.ZodType>(
  schema: S,
  request: FastifyRequest,
  reply: FastifyReply,
  then: (query: z.infer<S>) => unknown,
): unknown {
  return whenRead(schema.safeParse(request.query), reply, then);
}

/** An empty body is an empty object. */
function whenSent<S extends z.ZodType>(
  schema: S,
  request: FastifyRequest,
  reply: FastifyReply,
  then: (sent: z.infer<S>) => unknown,
): unknown {
  const bytes = request.body instanceof Uint8Array ? request.body : new Uint8Array();
  const json = bytes.byteLength === 0 ? { ok: true as const, value: {} } : readJsonObject(bytes);
  if (!json.ok) return refuse(reply, 400, 'not-json', 'The body is not a JSON object.');
  return whenRead(schema.safeParse(json.value), reply, then);
}

function whenRead<T>(parsed: z.ZodSafeParseResult<T>, reply: FastifyReply, then: (value: T) => unknown): unknown {
  if (parsed.success) return then(parsed.data);
  const issue = parsed.error.issues[0];
  const field = issue?.path.join('.') ?? '';
  return refuse(
    reply,
    400,
    'wrong-field',
    `Not as expected${field === '' ? '' : ` at ${field}`}: ${issue?.message ?? ''}.`,
  );
}

function refuse(reply: FastifyReply, status: 400 | 404 | 409, error: string, message: string): FastifyReply {
  return reply.code(status).send({ error, message });
}
