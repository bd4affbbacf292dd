import type { EpochMs } from '#payment';

/** What is asked over either hop. `body` is the exact text of a pay, the same on every try. */
export type Request = {
  readonly op: 'pay' | 'inquire' | 'cancel' | 'probe';
  readonly id: string;
  /** Which transmission of ours a pay is; copies made by the network keep it. */
  readonly number: number;
  readonly body: string;
  readonly fresh: boolean;
  readonly by: 'stop' | 'deadline' | 'recovery';
  readonly nonce: number;
  /** The till that signed it; empty where Alipay+ is asked. */
  readonly terminal: string;
};

/** An answer on the wire: its exact text, and a seal that binds it to one request (R13). */
export type Reply = {
  readonly nonce: number;
  readonly body: string;
  readonly seal: number;
  readonly status: number;
  /** By the clock of whoever answers. */
  readonly signedAt: EpochMs;
};

/** Whoever takes requests: `reply` may be called once, at once or later, or never. */
export type Serve = (request: Request, reply: (body: ReplyBody, signedAt: EpochMs) => void) => void;

export type ResultBody = { resultStatus: 'S' | 'F' | 'U'; resultCode: string };

/** The fields of Alipay+'s answers that the terminal reads; both hops speak in this shape (DESIGN 3b). */
export type ReplyBody = {
  result: ResultBody;
  paymentResult?: ResultBody | undefined;
  paymentRequestId?: string | undefined;
  paymentId?: string | undefined;
  paymentAmount?: { currency: string; value: string } | undefined;
  paymentTime?: string | undefined;
  walletBrandName?: string | undefined;
  orderCodeForm?: CodeForm | undefined;
};

/** An order's code as either hop gives it: by Alipay+ with the time at which it expires, by our backend with what is left. */
export type CodeForm = {
  codeDetails: {
    codeValueType: 'QRCODE' | 'BARCODE';
    displayType: 'TEXT' | 'SMALLIMAGE' | 'MIDDLEIMAGE' | 'BIGIMAGE';
    codeValue: string;
  }[];
  expireTime?: string | undefined;
  expiresInMs?: string | undefined;
};

export const succeeded: ResultBody = { resultStatus: 'S', resultCode: 'SUCCESS' };

export function failedWith(resultCode: string): ResultBody {
  return { resultStatus: 'F', resultCode };
}

export function unknownWith(resultCode: string): ResultBody {
  return { resultStatus: 'U', resultCode };
}

/** What Alipay+ tells its client by itself: exact text, and a seal that only Alipay+ makes for this client. */
export type Notice = { readonly body: string; readonly seal: number };

/** What a notice says, once its seal is checked. */
export type NoticeBody = {
  paymentRequestId: string;
  paymentResult: ResultBody;
  paymentId?: string;
  paymentAmount?: { currency: string; value: string };
  paymentTime?: string;
};

/** Whoever takes notices: `acknowledge` says, sealed, that it need not be told again. */
export type TakeNotice = (notice: Notice, acknowledge: () => void) => void;

/** What stands for the keys of those who seal without being asked. */
export const noticeKeys = { alipay: 0x0a11, otherClient: 0x0bad, backend: 0x0b4c } as const;

/** Stands for a signature: who changes the text or the request it answers cannot make the seal fit. */
export function sealOf(body: string, nonce: number): number {
  let hash = 0x811c9dc5 ^ nonce;
  for (let index = 0; index < body.length; index += 1) hash = Math.imul(hash ^ body.charCodeAt(index), 0x01000193);
  return hash >>> 0;
}
