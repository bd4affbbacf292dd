import type { Reply } from '#contract';

export const done: Reply = { is: 'ok' };

export function refused(why: Extract<Reply, { is: 'refused' }>['why']): Reply {
  return { is: 'refused', why };
}

export function badScan(why: Extract<Reply, { is: 'bad-scan' }>['why']): Reply {
  return { is: 'bad-scan', why };
}

export function notPrinted(why: Extract<Reply, { is: 'not-printed' }>['why']): Reply {
  return { is: 'not-printed', why };
}
