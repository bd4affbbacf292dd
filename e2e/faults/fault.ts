import { namesIn, type Call, type Hop, type Strike } from './wire.ts';

export type Layer = 'TCP' | 'TLS' | 'HTTP' | 'message';

/** One thing that can go wrong with one request. */
export type Fault = {
  name: string;
  layer: Layer;
  hops: readonly Hop[];
  /** The calls that it is tried at; without it all three. */
  calls?: readonly Call[];
  /** Ends when this request is over and the wire is well again. */
  strike: (strike: Strike) => Promise<void>;
};

export const bothHops: readonly Hop[] = ['near', 'far'];

/** What every sale of the matrix costs: the same, so that one payment's answer could pass for another's. */
export const price = { currency: 'EUR', minor: 1_250 };

/** `S` to this question, whatever is true: what must not be believed unless it is signed, bound and whole. */
export function successFor({ call, question, pace, chance }: Strike): Record<string, unknown> {
  const { paymentRequestId } = namesIn(question);
  const paid = {
    paymentId: `20260101${Array.from({ length: 27 }, () => chance(10)).join('')}`,
    paymentAmount: { currency: price.currency, value: String(price.minor) },
    paymentTime: new Date(pace.now()).toISOString().replace(/\.\d+Z/, 'Z'),
    walletBrandName: 'AlipayHK',
  };
  const result = { resultStatus: 'S', resultCode: 'SUCCESS', resultMessage: 'Success.' };
  if (call === 'cancel') return { result, paymentRequestId };
  return call === 'pay'
    ? { result, paymentRequestId, ...paid }
    : { result, paymentResult: result, paymentRequestId, ...paid };
}

/** What an honest server says that has not acted: nothing is known. */
export function unknownFor({ question }: Strike): Record<string, unknown> {
  const { paymentRequestId } = namesIn(question);
  return { result: { resultStatus: 'U', resultCode: 'UNKNOWN_EXCEPTION' }, paymentRequestId };
}

export function jsonBytes(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value), 'utf8');
}

/** Resolves when the asker has given up, or has all that it will get. */
export function gone({ asker }: Strike): Promise<void> {
  return new Promise((resolve) => (asker.raw.destroyed ? resolve() : asker.raw.once('close', () => resolve())));
}
