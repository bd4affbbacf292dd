import { sign, verify, type KeyObject } from 'node:crypto';

import { err, ok, type Result } from '#payment';

/** What one signature of Alipay+ covers (DOMAIN 1.3). `time` is Request-Time or Response-Time, a string that is not looked into. */
export type AlipayContent = {
  method: string;
  /** Of the request, also where its answer is signed: path and, where there is one, the query. */
  path: string;
  clientId: string;
  time: string;
  /** The exact bytes on the wire. */
  body: Uint8Array;
};

export type SignatureHeader = {
  /** Null when not given: the newest key of that client. */
  keyVersion: number | null;
  signature: Uint8Array;
};

export type AlipaySignatureProblem = 'unsigned' | 'malformed' | 'wrong';

/** The bytes that are signed: `METHOD path LF client.time.body`. */
export function contentToSign(content: AlipayContent): Uint8Array {
  const head = `${content.method} ${content.path}\n${content.clientId}.${content.time}.`;
  return Buffer.concat([Buffer.from(head, 'utf8'), content.body]);
}

/** The whole `Signature` header for this content. `key` is an RSA private key. */
export function signAlipayContent(content: AlipayContent, key: KeyObject, keyVersion = 1): string {
  return writeSignatureHeader(sign('sha256', contentToSign(content), key), keyVersion);
}

/** `header` as it came; `key` is an RSA public key. */
export function verifyAlipayContent(
  content: AlipayContent,
  header: string | undefined,
  key: KeyObject,
): Result<SignatureHeader, AlipaySignatureProblem> {
  if (header === undefined || header === '') return err('unsigned');
  const read = readSignatureHeader(header);
  if (!read.ok) return err('malformed');
  return verify('sha256', contentToSign(content), key, read.value.signature) ? ok(read.value) : err('wrong');
}

/** In this order and without spaces: the official clients split at the commas (DOMAIN 1.2). */
export function writeSignatureHeader(signature: Uint8Array, keyVersion: number): string {
  const base64 = Buffer.from(signature).toString('base64');
  return `algorithm=RSA256,keyVersion=${keyVersion},signature=${encodeURIComponent(base64)}`;
}

/** Tolerates spaces after the commas and any integer as version; never raw base64, whose `+` form-decoding makes a space. */
export function readSignatureHeader(header: string): Result<SignatureHeader, 'malformed'> {
  const parts = /^algorithm=RSA256, *(?:keyVersion=(\d{1,9}), *)?signature=((?:[A-Za-z0-9]|%2[BbFf]|%3[Dd])+)$/.exec(
    header.trim(),
  );
  const encoded = parts?.[2];
  if (encoded === undefined) return err('malformed');
  const base64 = decodeURIComponent(encoded);
  const signature = Buffer.from(base64, 'base64');
  // Base64 has spare bits at its end: only one spelling of a signature is taken.
  if (signature.toString('base64') !== base64) return err('malformed');
  const version = parts?.[1];
  return ok({ keyVersion: version === undefined ? null : Number.parseInt(version, 10), signature });
}

/** The path that is signed, of a request target in either form: one official client sends the whole address (DOMAIN 1.2). */
export function pathOfTarget(target: string): string {
  return /^https?:\/\/[^/?#]*(\/.*)$/i.exec(target)?.[1] ?? target;
}
