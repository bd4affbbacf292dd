/** A command as the contract describes it, read by hand: `contract`'s own schemas are what is on trial. */
export type Asked =
  | {
      do: 'charge';
      saleId: string;
      currency: string;
      minor: number;
      withHeld: boolean;
      showCode: boolean;
      anotherCustomer: boolean;
    }
  | { do: 'drop-held' | 'display-here' | 'device' | 'printer' }
  | { do: 'print' | 'print-order-code' | 'preview'; paymentRequestId: string; printer: string | null }
  | { do: 'print-test-page' | 'print-check-line'; printer: string | null }
  | { do: 'dismiss-print' | 'kick-drawer' | 'find-receipt' }
  | { do: 'set-printing'; automatic: boolean; printer: string | null }
  | { do: 'park' | 'take' | 'stop' | 'details'; paymentRequestId: string }
  | { do: 'back' | 'show-code'; saleId: string }
  | { do: 'scan'; saleId: string | null; text: string }
  | { do: 'acknowledge'; paymentRequestId: string; again: boolean }
  | { do: 'pair' };

/** `id` is null where there is none to answer under. `foreign`: of a currency that only the host's list can judge. */
export type Reading =
  | { is: 'command'; id: string; asked: Asked; foreign: boolean }
  | { is: 'too-large'; id: string; foreign: boolean }
  | { is: 'unreadable'; id: string | null };

const minorMax = 99_999_999_999;
const bytesMax = 65_536;

export function readMessage(raw: unknown): Reading {
  const frame = fieldsOf(raw);
  const id = frame === null ? null : textOf(frame['id'], 1, 64);
  const unreadable: Reading = { is: 'unreadable', id };
  if (frame === null || id === null || !isJsonBelow(raw, bytesMax) || !hasOnly(frame, ['id', 'command']))
    return unreadable;
  const asked = readCommand(frame['command']);
  if (asked === null) return unreadable;
  if (asked.do !== 'charge') return { is: 'command', id, asked, foreign: false };
  const foreign = asked.currency !== 'EUR';
  if (asked.minor > minorMax) return { is: 'too-large', id, foreign };
  return { is: 'command', id, asked, foreign };
}

function readCommand(raw: unknown): Asked | null {
  const fields = fieldsOf(raw);
  switch (fields?.['do']) {
    case 'charge':
      return readCharge(fields);
    case 'drop-held':
    case 'display-here':
      return hasOnly(fields, ['do']) ? { do: fields['do'] } : null;
    case 'park':
    case 'take':
    case 'stop':
    case 'details': {
      const paymentRequestId = plainId(fields['paymentRequestId']);
      if (paymentRequestId === null || !hasOnly(fields, ['do', 'paymentRequestId'])) return null;
      return { do: fields['do'], paymentRequestId };
    }
    case 'back':
    case 'show-code': {
      const saleId = plainId(fields['saleId']);
      return saleId === null || !hasOnly(fields, ['do', 'saleId']) ? null : { do: fields['do'], saleId };
    }
    case 'scan': {
      const saleId = fields['saleId'] === null ? null : plainId(fields['saleId']);
      const text = textOf(fields['text'], 0, 4_096);
      const known = ['wedge', 'typed', 'camera'].includes(textOf(fields['source'], 1, 10) ?? '');
      if (text === null || !known || !hasOnly(fields, ['do', 'saleId', 'text', 'source'])) return null;
      return saleId === null && fields['saleId'] !== null ? null : { do: 'scan', saleId, text };
    }
    case 'device':
      return isForDrivers(fields['device']) && hasOnly(fields, ['do', 'device']) ? { do: 'device' } : null;
    case 'printer':
      return isForPrinters(fields['wish']) && hasOnly(fields, ['do', 'wish']) ? { do: 'printer' } : null;
    case 'print':
    case 'print-order-code':
    case 'preview':
    case 'print-test-page':
    case 'print-check-line':
    case 'dismiss-print':
    case 'kick-drawer':
    case 'find-receipt':
    case 'set-printing':
      return readPrinting(fields);
    case 'acknowledge': {
      const paymentRequestId = plainId(fields['paymentRequestId']);
      const { again } = fields;
      if (paymentRequestId === null || typeof again !== 'boolean') return null;
      return hasOnly(fields, ['do', 'paymentRequestId', 'again'])
        ? { do: 'acknowledge', paymentRequestId, again }
        : null;
    }
    case 'pair': {
      const given = textOf(fields['backend'], 0, 256) !== null && textOf(fields['code'], 0, 32) !== null;
      return given && hasOnly(fields, ['do', 'backend', 'code']) ? { do: 'pair' } : null;
    }
    default:
      return null;
  }
}

/** What a screen may ask of paper and the drawer. */
function readPrinting(fields: Fields): Asked | null {
  const paymentRequestId = plainId(fields['paymentRequestId']);
  const named = fields['printer'] === undefined ? null : textOf(fields['printer'], 1, 200);
  if (named === null && fields['printer'] !== undefined && fields['printer'] !== null) return null;
  const isJob = plainId(fields['job']) !== null;
  const isNamedOrNot = fields['printer'] !== null;
  switch (fields['do']) {
    case 'print':
    case 'print-order-code':
      if (!isJob || !isNamedOrNot || paymentRequestId === null) return null;
      if (!hasOnly(fields, ['do', 'job', 'paymentRequestId', 'printer'])) return null;
      return { do: fields['do'], paymentRequestId, printer: named };
    case 'preview':
      if (paymentRequestId === null || !hasOnly(fields, ['do', 'paymentRequestId'])) return null;
      return { do: 'preview', paymentRequestId, printer: null };
    case 'print-test-page':
    case 'print-check-line':
      if (!isJob || !isNamedOrNot || !hasOnly(fields, ['do', 'job', 'printer'])) return null;
      return { do: fields['do'], printer: named };
    case 'dismiss-print':
      return isJob && hasOnly(fields, ['do', 'job']) ? { do: 'dismiss-print' } : null;
    case 'kick-drawer': {
      const reasons = ['opening-check', 'change', 'cash-in', 'cash-out', 'test', 'other'];
      const isReason = reasons.includes(textOf(fields['reason'], 1, 20) ?? '');
      const isNote = fields['note'] === null || textOf(fields['note'], 0, 80) !== null;
      if (plainId(fields['kick']) === null || !isReason || !isNote || !isNamedOrNot) return null;
      return hasOnly(fields, ['do', 'kick', 'printer', 'reason', 'note']) ? { do: 'kick-drawer' } : null;
    }
    case 'find-receipt':
      return textOf(fields['text'], 0, 64) !== null && hasOnly(fields, ['do', 'text']) ? { do: 'find-receipt' } : null;
    case 'set-printing': {
      const { automatic } = fields;
      if (typeof automatic !== 'boolean' || fields['printer'] === undefined) return null;
      if (!hasOnly(fields, ['do', 'automatic', 'printer'])) return null;
      return { do: 'set-printing', automatic, printer: named };
    }
    default:
      return null;
  }
}

/** What a screen may wish of the printers. */
function isForPrinters(raw: unknown): boolean {
  const fields = fieldsOf(raw);
  const isNamed = textOf(fields?.['printer'], 1, 200) !== null;
  switch (fields?.['to']) {
    case 'look-for-printers':
      return hasOnly(fields, ['to']);
    case 'use-printer':
    case 'forget-printer':
      return isNamed && hasOnly(fields, ['to', 'printer']);
    case 'drawer-is':
      return (
        isNamed &&
        ['open', 'closed'].includes(textOf(fields['is'], 1, 6) ?? '') &&
        hasOnly(fields, ['to', 'printer', 'is'])
      );
    case 'add-network-printer': {
      const { port } = fields;
      const host = textOf(fields['host'], 1, 120) ?? '';
      const isHost = /^[A-Za-z0-9]([A-Za-z0-9.:_-]*[A-Za-z0-9])?$/.test(host) && !host.includes('\n');
      const isPort = typeof port === 'number' && Number.isInteger(port) && port >= 1 && port <= 65_535;
      return isHost && isPort && hasOnly(fields, ['to', 'host', 'port']);
    }
    default:
      return false; // a profile is of a printer, and there is none here
  }
}

/** What a screen may ask of the driver process. */
function isForDrivers(raw: unknown): boolean {
  const fields = fieldsOf(raw);
  const named = (key: string): boolean => textOf(fields?.[key], 1, 200) !== null;
  switch (fields?.['to']) {
    case 'look':
      return hasOnly(fields, ['to']);
    case 'use-port':
      return named('port') && hasOnly(fields, ['to', 'port']);
    case 'forget':
      return named('scanner') && hasOnly(fields, ['to', 'scanner']);
    case 'layout': {
      const isKnown = ['rule', 'aim-first', 'data-first'].includes(textOf(fields['layout'], 1, 20) ?? '');
      return named('scanner') && isKnown && hasOnly(fields, ['to', 'scanner', 'layout']);
    }
    default:
      return false;
  }
}

function readCharge(fields: Fields): Asked | null {
  const saleId = plainId(fields['saleId']);
  const amount = fieldsOf(fields['amount']);
  const currency = textOf(amount?.['currency'], 3, 3);
  const minor = amount?.['minor'];
  const { withHeld, showCode, anotherCustomer } = fields;
  if (saleId === null || amount === null || currency === null || !/^[A-Z]{3}$/.test(currency)) return null;
  if (typeof minor !== 'number' || !Number.isSafeInteger(minor) || minor < 0) return null;
  if (!['withHeld', 'showCode', 'anotherCustomer'].every((key) => isTrueOrLeftOut(fields, key))) return null;
  if (!hasOnly(amount, ['currency', 'minor'])) return null;
  if (!hasOnly(fields, ['do', 'saleId', 'amount', 'withHeld', 'showCode', 'anotherCustomer'])) return null;
  return {
    do: 'charge',
    saleId,
    currency,
    minor,
    withHeld: withHeld === true,
    showCode: showCode === true,
    anotherCustomer: anotherCustomer === true,
  };
}

type Fields = Readonly<Record<string, unknown>>;

function fieldsOf(raw: unknown): Fields | null {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return null;
  const fields = Object.create(null) as Record<string, unknown>;
  for (const key of Object.keys(raw))
    Object.defineProperty(fields, key, { value: Reflect.get(raw, key), enumerable: true });
  return fields;
}

function hasOnly(fields: Fields, known: readonly string[]): boolean {
  return Object.keys(fields).every((key) => known.includes(key));
}

function isTrueOrLeftOut(fields: Fields, key: string): boolean {
  return fields[key] === undefined || fields[key] === true;
}

function textOf(value: unknown, charsMin: number, charsMax: number): string | null {
  return typeof value === 'string' && value.length >= charsMin && value.length <= charsMax ? value : null;
}

function plainId(value: unknown): string | null {
  return typeof value === 'string' && value.length > 0 && value.length <= 64 && !/[^A-Za-z0-9]/.test(value)
    ? value
    : null;
}

function isJsonBelow(raw: unknown, max: number): boolean {
  try {
    return Buffer.byteLength(JSON.stringify(raw) ?? '') <= max;
  } catch {
    return false;
  }
}

/**
 * The code in what was scanned, by the documented rule: 16 to 32 digits that begin with 25 to 30, after line ends and
 * an AIM identifier are taken off, unless it may be a payment card. Null for everything else.
 */
export function codeIn(text: string): string | null {
  const bare = text.split(/[\r\n\t ]/).join('');
  const digits = /^\][A-Za-z][0-9A-Za-z]/.test(bare) ? bare.slice(3) : bare;
  if (digits.length < 16 || digits.length > 32 || /[^0-9]/.test(digits)) return null;
  const start = Number(digits.slice(0, 2));
  if (start < 25 || start > 30) return null;
  const six = Number(digits.slice(0, 6));
  const inCardRange =
    (six >= 222_100 && six <= 272_099) || (six >= 300_000 && six <= 305_999) || (six >= 309_500 && six <= 309_599);
  const likeCard = digits.length === 16 && inCardRange && checkDigitIsRight(digits);
  return likeCard ? null : digits;
}

/** ISO/IEC 7812-1, annex B. */
function checkDigitIsRight(digits: string): boolean {
  const sum = digits
    .split('')
    .toReversed()
    .reduce((total, char, place) => {
      const twice = place % 2 === 1 ? Number(char) * 2 : Number(char);
      return total + (twice > 9 ? twice - 9 : twice);
    }, 0);
  return sum % 10 === 0;
}
