import type { HintWord, PayIntent } from '#payment';

import { noticeKeys, sealOf, type Notice, type NoticeBody } from './messages.ts';

/** What a backend checks before a notification counts. All true in the product; a planted bug turns one off. */
export type NoticeChecks = { seal: boolean; amount: boolean };

export const allNoticeChecks: NoticeChecks = { seal: true, amount: true };

/** What a notification is about, and whether it is Alipay+'s, for us, about an attempt of ours and its amount. */
export type ReadNotice = {
  id: string | null;
  says: Extract<HintWord, 'succeeded' | 'failed' | 'other'>;
  genuine: boolean;
};

/** What it says; null when nobody may believe it, or nobody can read it. The seal is checked first, as `acquirer/protocol` does. */
export function parsedNotice({ body, seal }: Notice, checks: NoticeChecks): NoticeBody | null {
  if (checks.seal && sealOf(body, noticeKeys.alipay) !== seal) return null;
  try {
    return JSON.parse(body) as NoticeBody;
  } catch {
    return null;
  }
}

/** Reads it against the attempts that are known. */
export function readNotice(
  notice: Notice,
  checks: NoticeChecks,
  intentOf: (id: string) => PayIntent | undefined,
): ReadNotice {
  const said = parsedNotice(notice, checks);
  if (said === null) return { id: null, says: 'other', genuine: false };
  const { paymentRequestId: id, paymentResult, paymentAmount } = said;
  const intent = intentOf(id);
  const same =
    paymentAmount?.currency === intent?.amount.currency && paymentAmount?.value === String(intent?.amount.minor);
  const says = paymentResult.resultStatus === 'S' ? 'succeeded' : 'failed';
  return { id, says, genuine: intent !== undefined && (same || !checks.amount) };
}
