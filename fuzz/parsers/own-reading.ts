import type { Json } from '../mutation/json-mutation.ts';
import { fits, isFields, withoutNulls, type Fields, type Shape } from './shape.ts';
import { strictJson } from './strict-json.ts';

/** What an answer says of a payment, in the fewest words that two readers must agree on. */
export type Verdict = { kind: string; paymentId?: string; paidAt?: number; code?: string };

export type Expected = { paymentRequestId: string; currency: string; minor: number; intentAt: number | null };

const slackMs = 300_000;

const id: Shape = { like: /^[A-Za-z0-9]{1,64}$/ };
const amount: Shape = {
  fields: { currency: { text: [3, 3] }, value: { like: /^[0-9]{1,16}$/ } },
  need: ['currency', 'value'],
};

const reference: Shape = { like: /^[A-Za-z0-9_-]{1,32}$/ };
/** Blanks around it do not count. */
const someName: Shape = { like: /^(?=\s*\S)\s*[^]{1,256}?\s*$/ };

function result(statuses: readonly string[]): Shape {
  return {
    fields: { resultStatus: { oneOf: statuses }, resultCode: { text: [1, 64] }, resultMessage: { text: [0, 256] } },
    need: ['resultStatus', 'resultCode'],
  };
}
const anyResult = result(['S', 'F', 'U']);

const codeText = { text: [1, 2_048] } as const;
const alipayForm: Shape = {
  fields: {
    paymentMethodType: { text: [1, 64] },
    expireTime: { text: [1, 40] },
    codeDetails: {
      list: {
        fields: {
          codeValueType: { oneOf: ['BARCODE', 'QRCODE'] },
          displayType: { oneOf: ['TEXT', 'SMALLIMAGE', 'MIDDLEIMAGE', 'BIGIMAGE'] },
          codeValue: codeText,
        },
        need: ['codeValueType', 'displayType', 'codeValue'],
      },
      size: [1, 4],
    },
    extendInfo: { text: [0, 2_048] },
  },
  need: ['codeDetails'],
};
const backendForm: Shape = {
  fields: {
    codeDetails: {
      list: {
        fields: {
          codeValueType: { oneOf: ['QRCODE'] },
          displayType: { oneOf: ['TEXT'] },
          codeValue: codeText,
        },
        need: ['codeValueType', 'displayType', 'codeValue'],
      },
      size: [1, 1],
    },
    expiresInMs: { like: /^[0-9]{1,7}$/ },
  },
  need: ['codeDetails', 'expiresInMs'],
};

const alipayFacts = {
  acquirerId: { text: [1, 64] },
  pspId: { text: [1, 64] },
  paymentId: { text: [1, 64] },
  paymentAmount: amount,
  paymentTime: { text: [1, 40] },
  customerId: { text: [1, 128] },
  walletBrandName: { text: [1, 128] },
  paymentRequestId: { text: [1, 64] },
} as const satisfies Record<string, Shape>;

const backendFacts = {
  paymentId: { text: [1, 64] },
  paymentAmount: amount,
  paymentTime: { text: [0, 40] },
  walletBrandName: { text: [0, 128] },
  storeWord: {
    fields: {
      word: { like: /^[a-z]{3,12}$/ },
      colour: { oneOf: ['blue', 'orange', 'pink', 'teal', 'yellow', 'brown', 'black', 'green'] },
    },
    need: ['word', 'colour'],
    only: true,
  },
} as const satisfies Record<string, Shape>;

const orderFields = {
  paymentRequestId: id,
  saleId: id,
  terminalId: { like: /^[A-Za-z0-9]{1,24}$/ },
  amount,
  order: {
    fields: {
      referenceOrderId: { text: [1, 64] },
      orderDescription: { text: [1, 256] },
      merchant: {
        fields: {
          referenceMerchantId: { text: [1, 32] },
          merchantName: { text: [1, 256] },
          merchantMCC: { like: /^[0-9]{4}$/ },
          store: {
            fields: {
              referenceStoreId: { text: [1, 32] },
              storeName: { text: [1, 256] },
              storeMCC: { like: /^[0-9]{4}$/ },
            },
            need: ['referenceStoreId', 'storeName', 'storeMCC'],
            only: true,
          },
        },
        need: ['referenceMerchantId', 'merchantName', 'merchantMCC', 'store'],
        only: true,
      },
    },
    need: ['referenceOrderId', 'orderDescription', 'merchant'],
    only: true,
  },
} as const satisfies Record<string, Shape>;
const orderNeeds = ['paymentRequestId', 'saleId', 'terminalId', 'amount', 'order'] as const;

const alipayPay = {
  fields: { ...alipayFacts, result: anyResult, orderCodeForm: alipayForm },
  need: ['result'],
} as const satisfies Shape;
const backendPay = {
  fields: { ...backendFacts, result: anyResult, paymentRequestId: id, orderCodeForm: backendForm },
  need: ['result', 'paymentRequestId'],
} as const satisfies Shape;

export const shapes = {
  'alipay pay': alipayPay,
  'alipay order': alipayPay,
  'alipay inquiry': { fields: { ...alipayFacts, result: anyResult, paymentResult: anyResult }, need: ['result'] },
  'alipay cancel': {
    fields: { result: anyResult, acquirerId: alipayFacts.acquirerId, pspId: alipayFacts.pspId },
    need: ['result'],
  },
  notification: {
    fields: { ...alipayFacts, paymentResult: result(['S', 'F']) },
    need: ['paymentResult', 'paymentRequestId'],
  },
  'backend pay': backendPay,
  'backend order': backendPay,
  'backend inquiry': {
    fields: { ...backendFacts, result: anyResult, paymentResult: anyResult, paymentRequestId: id },
    need: ['result', 'paymentRequestId'],
  },
  'backend cancel': { fields: { result: anyResult, paymentRequestId: id }, need: ['result', 'paymentRequestId'] },
  'signed hint': {
    fields: { hint: { text: [0, 4_096] }, signature: { text: [0, 128] } },
    need: ['hint', 'signature'],
    only: true,
  },
  hint: {
    fields: {
      number: { whole: [1, Number.MAX_SAFE_INTEGER] },
      terminalId: { like: /^[A-Za-z0-9]{1,24}$/ },
      paymentRequestId: id,
      amount,
      says: { oneOf: ['succeeded', 'failed', 'conflict', 'other'] },
      at: { whole: [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER] },
    },
    need: ['number', 'terminalId', 'paymentRequestId', 'amount', 'says', 'at'],
    only: true,
  },
  grant: {
    fields: {
      version: { whole: [1, 1] },
      terminalId: { like: /^[A-Za-z0-9]{1,24}$/ },
      backendKey: { text: [56, 64] },
      settings: {
        fields: {
          terminalId: { like: /^[A-Za-z0-9]{1,24}$/ },
          terminalName: someName,
          environment: { oneOf: ['sandbox', 'production'] },
          currency: { oneOf: ['EUR', 'MUR'] }, // of ISO 4217's list the one that is made up here, and the one that is a letter from it
          merchant: {
            fields: { referenceMerchantId: reference, merchantName: someName, merchantMCC: { like: /^[0-9]{4}$/ } },
            need: ['referenceMerchantId', 'merchantName', 'merchantMCC'],
            only: true,
          },
          store: {
            fields: { referenceStoreId: reference, storeName: someName, storeMCC: { like: /^[0-9]{4}$/ } },
            need: ['referenceStoreId', 'storeName', 'storeMCC'],
            only: true,
          },
        },
        need: ['terminalId', 'environment', 'currency', 'merchant', 'store'],
        only: true,
      },
      issuedAt: { whole: [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER] },
    },
    need: ['version', 'terminalId', 'backendKey', 'settings', 'issuedAt'],
    only: true,
  },
  /** By the customer's own code, and for one that the customer scans. */
  'payment order': {
    fields: {
      ...orderFields,
      scenario: { oneOf: ['PaymentCode'] },
      paymentCode: { like: /^(25|26|27|28|29|30)[0-9]{14,30}$/ },
    },
    need: [...orderNeeds, 'scenario', 'paymentCode'],
    only: true,
  },
  'order for a code': {
    fields: { ...orderFields, scenario: { oneOf: ['OrderCode'] } },
    need: [...orderNeeds, 'scenario'],
    only: true,
  },
} as const satisfies Record<string, Shape>;

/** The fields of a body of this shape, by the strict reading; null for everything else (V38). */
export function fieldsIn(bytes: Uint8Array, shape: Shape, nullIsAbsent: boolean): Fields | null {
  const read = strictJson(bytes);
  if (read === null) return null;
  const value: Json = nullIsAbsent ? withoutNulls(read.value) : read.value;
  return isFields(value) && fits(value, shape) ? value : null;
}

/** R13: what an answer to `pay` or to an inquiry says of the payment that was asked about. */
export function paymentVerdict(fields: Fields, api: 'pay' | 'inquiry', expected: Expected): Verdict {
  const { resultStatus, resultCode } = fields['result'] as { resultStatus: string; resultCode: string };
  const named = fields['paymentRequestId'];
  if (named !== undefined && named !== expected.paymentRequestId) return none;
  if (api === 'pay') {
    if (resultStatus === 'S') return success(fields, expected);
    if (resultStatus === 'F') return { kind: 'failed', code: plain(resultCode) };
    return resultCode === 'PAYMENT_IN_PROCESS' ? { kind: 'in-process' } : { kind: 'unknown', code: resultCode };
  }
  if (resultStatus === 'U') return { kind: 'unknown', code: resultCode };
  if (resultStatus === 'F')
    return resultCode === 'ORDER_NOT_EXIST' ? { kind: 'not-exist' } : { kind: 'refused', code: plain(resultCode) };
  const payment = fields['paymentResult'] as { resultStatus: string; resultCode: string } | undefined;
  if (named === undefined || payment === undefined) return none;
  if (payment.resultStatus === 'S') return success(fields, expected);
  if (payment.resultStatus === 'U')
    return payment.resultCode === 'PAYMENT_IN_PROCESS'
      ? { kind: 'in-process' }
      : { kind: 'unsettled', code: payment.resultCode };
  return payment.resultCode === 'ORDER_IS_CLOSED'
    ? { kind: 'closed' }
    : { kind: 'failed', code: plain(payment.resultCode) };
}

/**
 * RELIABILITY 5.2b: what an answer to pay says of an order's code: never that it was paid. `left`: ms that the code in
 * `form` has; `mayLead`: whether that host may be led to.
 */
export function orderVerdict(
  fields: Fields,
  expected: Expected,
  read: { left: (form: Fields) => number; mayLead: (host: string) => boolean },
): Verdict {
  const { resultStatus, resultCode } = fields['result'] as { resultStatus: string; resultCode: string };
  if (resultStatus === 'F') return paymentVerdict(fields, 'pay', expected);
  const named = fields['paymentRequestId'];
  if (named !== undefined && named !== expected.paymentRequestId) return none;
  const form = fields['orderCodeForm'] as (Fields & { codeDetails: Fields[] }) | undefined;
  const value = form?.codeDetails.find((one) => one['codeValueType'] === 'QRCODE' && one['displayType'] === 'TEXT');
  if (form === undefined || value === undefined) {
    if (resultStatus === 'S' || resultCode === 'PAYMENT_IN_PROCESS') return { kind: 'in-process' };
    return { kind: 'unknown', code: resultCode };
  }
  const address = value['codeValue'] as string;
  const host = hostIn(address);
  return host !== null && read.mayLead(host) ? { kind: 'code', code: `${address} ${read.left(form)}` } : none;
}

/** Of an https address in ASCII that is a host and a path, and nothing that two readers could take for two hosts; null for everything else. */
function hostIn(address: string): string | null {
  const start = 'https://';
  if (address.slice(0, start.length).toLowerCase() !== start || /[^!-~]|\\/.test(address)) return null;
  const [host = ''] = address.slice(start.length).split(/[/?#]/, 1);
  return host !== '' && !/[^A-Za-z0-9.-]/.test(host) ? host.toLowerCase() : null;
}

export function cancelVerdict(fields: Fields): Verdict {
  const { resultStatus, resultCode } = fields['result'] as { resultStatus: string; resultCode: string };
  if (resultStatus === 'S') return { kind: 'succeeded' };
  return resultStatus === 'F' ? { kind: 'refused', code: plain(resultCode) } : { kind: 'unknown', code: resultCode };
}

export const none: Verdict = { kind: 'none' };

/** DOMAIN 11: one code has two spellings. */
function plain(code: string): string {
  return code === 'CURRENCY_NOT_SUPPORTED' ? 'CURRENCY_NOT_SUPPORT' : code;
}

function success(fields: Fields, { currency, minor, intentAt }: Expected): Verdict {
  const { paymentId, paymentTime } = fields;
  const paid = fields['paymentAmount'] as { currency: string; value: string } | undefined;
  if (typeof paymentId !== 'string' || typeof paymentTime !== 'string') return none;
  const paidAt = timeIn(paymentTime);
  if (paidAt === null || paid?.currency !== currency || paid.value !== String(minor)) return none;
  if (intentAt !== null && paidAt < intentAt - slackMs) return none;
  return { kind: 'succeeded', paymentId, paidAt };
}

/** ISO 8601 as DOMAIN 1.2 has it, a real date and time; ms since 1970. */
export function timeIn(text: string): number | null {
  const parts = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(\.\d{1,9})?(?:Z|([+-])(\d\d):?(\d\d))$/.exec(text);
  if (parts === null) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.slice(1, 7).map(Number);
  const [zoneHour, zoneMinute] = [Number(parts[9] ?? 0), Number(parts[10] ?? 0)];
  const daysInMonth = new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate();
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth) return null;
  if (hour > 23 || minute > 59 || second > 59 || zoneHour > 23 || zoneMinute > 59) return null;
  const ms = Math.floor(Number(`0${parts[7] ?? ''}`) * 1_000);
  const base = new Date(0);
  base.setUTCFullYear(year, month - 1, day);
  const offsetMs = (parts[8] === '-' ? -1 : 1) * (zoneHour * 60 + zoneMinute) * 60_000;
  return base.getTime() + ((hour * 60 + minute) * 60 + second) * 1_000 + ms - offsetMs;
}
