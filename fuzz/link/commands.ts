import type { Chance } from '../chance.ts';
import type { Json } from '../mutation/json-mutation.ts';
import type { LinkWorld } from './world.ts';

type Words = { [key: string]: Json };

const amounts = [1, 500, 1_250, 1_250, 1_250, 9_900, 99_999_999_999] as const;

/** What a screen of ours could say now. */
export function likelyCommand(world: LinkWorld, chance: Chance): Words {
  const { model } = world;
  const pane = model.pane();
  const card = chance.from(model.cards())?.id;
  const about = pane.about ?? '';
  if (card !== undefined && chance.of(0.15))
    return chance.pick<Words>([take(card), acknowledge(card, chance.of(0.3)), stop(card)]);
  switch (pane.at) {
    case 'idle':
      if (chance.of(0.3)) return scan(null, codeFor(chance));
      if (model.held !== null && chance.of(0.2)) return { do: 'drop-held' };
      return charge(chance, model.held !== null && chance.of(0.7), chance.of(0.3));
    case 'scan':
      return chance.weighted<() => Words>([
        [() => scan(about, codeFor(chance)), 13],
        [() => ({ do: 'show-code', saleId: about }), 5],
        [() => ({ do: 'back', saleId: about }), 3],
      ])();
    case 'asking':
      return chance.weighted<() => Words>([
        [() => ({ do: 'park', paymentRequestId: about }), 5],
        [() => stop(about), 3],
        [() => ({ do: 'details', paymentRequestId: about }), 2],
      ])();
    case 'cancelling':
      return { do: chance.pick(['park', 'details']), paymentRequestId: about };
    case 'outcome':
      return acknowledge(about, chance.of(0.4));
  }
}

/** A command of the right form about anything that is, was, or never was. */
export function anyCommand(world: LinkWorld, chance: Chance): Words {
  const payment = paymentFor(world, chance);
  const sale = saleFor(world, chance);
  return chance.pick<() => Words>([
    () => ({ ...charge(chance, chance.of(0.3), chance.of(0.3)), saleId: sale }),
    () => charge(chance, chance.of(0.5), chance.of(0.2)),
    () => ({ do: 'show-code', saleId: sale }),
    () => ({ do: 'display-here' }),
    () => ({ do: 'drop-held' }),
    () => ({ do: 'park', paymentRequestId: payment }),
    () => take(payment),
    () => ({ do: 'back', saleId: sale }),
    () => scan(chance.of(0.3) ? null : sale, textFor(chance)),
    () => stop(payment),
    () => acknowledge(payment, chance.of(0.5)),
    () => ({ do: 'details', paymentRequestId: payment }),
    () => ({ do: 'device', device: { to: 'forget', scanner: 'usb:0c2e:0b62:1' } }),
    () => ({ do: 'device', device: { to: 'look' } }),
    () => ({ do: 'preview', paymentRequestId: payment }),
    () => ({ do: 'preview', paymentRequestId: payment }),
    () => printing(payment, chance),
    () => printing(payment, chance),
    () => ({ do: 'pair', backend: 'http://127.0.0.1:1', code: 'K7QF2M9XPT' }),
  ])();
}

function printing(paymentRequestId: string, chance: Chance): Words {
  const job = `J${chance.whole(0, 20)}`;
  const wish = chance.pick<Words>([
    { to: 'look-for-printers' },
    { to: 'add-network-printer', host: 'printer.example', port: 9_100 },
    { to: 'use-printer', printer: 'usb 04b8 0202' },
    { to: 'forget-printer', printer: 'net 192.0.2.7 9100' },
    { to: 'drawer-is', printer: 'net 192.0.2.7 9100', is: 'open' },
  ]);
  return chance.pick<Words>([
    { do: 'print', job, paymentRequestId },
    { do: 'print', job, paymentRequestId, printer: 'net 192.0.2.7 9100' },
    { do: 'print-order-code', job, paymentRequestId },
    { do: 'print-test-page', job },
    { do: 'print-check-line', job, printer: 'usb 04b8 0202' },
    { do: 'dismiss-print', job },
    { do: 'kick-drawer', kick: job, reason: chance.pick(['test', 'change']), note: null },
    { do: 'printer', wish },
    { do: 'set-printing', automatic: chance.of(0.5), printer: chance.of(0.8) ? null : 'net 192.0.2.7 9100' },
    { do: 'find-receipt', text: chance.pick(['CP000000001212345678', 'CP000000001212345678TILL1', 'cp1', '12.50']) },
  ]);
}

function charge(chance: Chance, withHeld: boolean, showCode: boolean): Words {
  const amount = {
    currency: chance.of(0.97) ? 'EUR' : chance.pick(['USD', 'XXX', 'JPY', 'eur']),
    minor: chance.of(0.98) ? chance.pick(amounts) : 0,
  };
  const saleId = `sale${chance.whole(0, 1_000_000_000).toString(36)}`;
  return {
    do: 'charge',
    saleId,
    amount,
    ...(withHeld ? { withHeld: true } : {}),
    ...(showCode ? { showCode: true } : {}),
    ...(chance.of(0.5) ? { anotherCustomer: true } : {}),
  };
}

function scan(saleId: string | null, text: string): Words {
  return { do: 'scan', saleId, text, source: 'wedge' };
}

function take(paymentRequestId: string): Words {
  return { do: 'take', paymentRequestId };
}

function stop(paymentRequestId: string): Words {
  return { do: 'stop', paymentRequestId };
}

function acknowledge(paymentRequestId: string, again: boolean): Words {
  return { do: 'acknowledge', paymentRequestId, again };
}

function paymentFor({ model }: LinkWorld, chance: Chance): string {
  const known = chance.from([...model.attempts.keys()].slice(-12));
  return known === undefined || chance.of(0.1)
    ? chance.pick(['TILL1', 'constructor', 'P1', `TILL1${'0'.repeat(32)}`])
    : known;
}

function saleFor({ model }: LinkWorld, chance: Chance): string {
  const known = chance.from([...model.sales.keys()].slice(-6));
  return known === undefined || chance.of(0.1) ? chance.pick(['toString', 'S', 'undefined', 'null']) : known;
}

/** Mostly a code that was never seen; now and then one of few, so that it comes again. */
function codeFor(chance: Chance): string {
  if (chance.of(0.15)) return `28100602000000000012570${chance.whole(0, 9)}`;
  const length = chance.whole(17, 32);
  let code = chance.pick(['25', '26', '27', '28', '29', '30']);
  while (code.length < length) code += String(chance.whole(0, 9));
  return chance.of(0.9) ? code : `${chance.pick([']C1', ']Q3', '\r', ' '])}${code}\r\n`;
}

function textFor(chance: Chance): string {
  if (chance.of(0.4)) return codeFor(chance);
  return chance.pick([
    '',
    '\r\n',
    '2555555555555555',
    '5555555555554444',
    '4111111111111111',
    '25555555555555550',
    '2721000000000004',
    '28100602000000000012573312345678901',
    '281006020000000',
    '３０１００６０２００００００００００１２５',
    '٢٨١٠٠٦٠٢٠٠٠٠٠٠٠٠٠٠١٢٥٧',
    '2810060200000000\u000012573',
    '281006020000000000125733;rm -rf /',
    'AZQWM-/.:_@1',
    ']C0AZQWM-/.:_@1\r\n',
    'https://example.com/281006020000000000125733',
    'javascript:alert(1)',
    'data:text/html,<script>',
    '<img src=x onerror=alert(1)>',
    "'; DROP TABLE journal; --",
    '\u001b@\u001dV\u0000',
    '\u202e281006020000000000125733',
    '281006020000000000125733e1',
    '-281006020000000000125733',
    '\ud800281006020000000000125733',
    '9'.repeat(4_096),
    '9'.repeat(4_097),
  ]);
}
