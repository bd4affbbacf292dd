import type { Otherwise } from './rfc9421.ts';

/** One thing that comes from the network, as data, so that one that fails can be kept and played again. Bytes are base64. */
export type Case = JsonCase | AlipayCase | BackendCase | RequestCase | HintCase | StreamCase | GrantCase;

export type JsonCase = { reader: 'json'; body: string };

/** Who signs: the test key that is trusted, or another one. */
export type Signer = 'trusted' | 'other';

/**
 * Alipay+'s scheme. `signed` is what the key signed; `came` is what arrives. In its headers `{signature}` stands for the
 * signature as it is written, `{base64}` for its bare base64; null leaves a header out.
 */
export type AlipayCase = {
  reader: 'alipay pay' | 'alipay order' | 'alipay inquiry' | 'alipay cancel' | 'notification';
  by: Signer;
  signed: { path: string; clientId: string; time: string; body: string };
  came: { status: number; path: string; headers: Changes; body: string };
};

/** Our own scheme, an answer, `order` to a pay that asked for an order's code: signed for `boundTo`, and read as the answer to the request with nonce `asked`. */
export type BackendCase = {
  reader: 'backend pay' | 'backend order' | 'backend inquiry' | 'backend cancel';
  by: Signer;
  asked: string;
  boundTo: string;
  signed: { status: number; body: string; covers?: Otherwise };
  came: { status: number; headers: Changes; body: string };
};

/** Our own scheme, a till's request. */
export type RequestCase = {
  reader: 'payment order';
  by: Signer;
  signed: { method: 'GET' | 'POST'; target: string; terminalId: string; body: string; covers?: Otherwise };
  came: { method: string; target: string; headers: Changes; body: string };
};

/** The data of an event; `{signature}` stands for the signature over `signed`, after the words that go before a hint. */
export type HintCase = { reader: 'hint'; by: Signer; before: string; signed: string; data: string };

/** Bytes of `GET /v1/events`, and after how many each piece ends; what is left comes last. */
export type StreamCase = { reader: 'event stream'; bytes: string; cuts: readonly number[] };

/** What a backend grants a new till, signed by the key that it names or by another. */
export type GrantCase = { reader: 'grant'; by: Signer; signed: string; grant: string; signature: string };

/** Headers that are other than what was signed: replaced, or with null left out. */
export type Changes = Readonly<Record<string, string | null>>;
