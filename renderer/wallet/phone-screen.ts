import type { WalletOrder, WalletView } from '#contract';

/** What the phone shows: a question first, then the latest news, else what the owner chose. */
export type PhoneScreen =
  | { kind: 'ask'; order: WalletOrder; secondsLeft: number }
  | { kind: 'outcome'; order: WalletOrder }
  | { kind: 'pay'; secondsLeft: number; shareLeft: number }
  | { kind: 'scan' }
  | { kind: 'history' };

export type Tab = 'pay' | 'scan' | 'history';

/** News stay in front this long, unless the owner is done with them earlier; the history keeps them. */
export const newsShownMs = 8_000;

/** `seenUntil`: by the sandbox's clock, the moment up to which the owner knows all news. */
export function phoneScreen(view: WalletView, tab: Tab, seenUntil: number): PhoneScreen {
  const asking = view.orders.findLast(({ state }) => state.kind === 'asking');
  if (asking?.state.kind === 'asking') {
    return { kind: 'ask', order: asking, secondsLeft: secondsUntil(asking.state.closesAt, view.now) };
  }
  const news = view.orders
    .filter((order) => isNews(order, view.now, seenUntil))
    .reduce<WalletOrder | null>((latest, order) => (endOf(order) > endOf(latest) ? order : latest), null);
  if (news !== null) return { kind: 'outcome', order: news };
  if (tab !== 'pay') return { kind: tab };
  const { issuedAt, renewsAt } = view.code;
  const shareLeft = Math.min(1, Math.max(0, (renewsAt - view.now) / (renewsAt - issuedAt)));
  return { kind: 'pay', secondsLeft: secondsUntil(renewsAt, view.now), shareLeft };
}

function isNews(order: WalletOrder, now: number, seenUntil: number): boolean {
  const end = endOf(order);
  return end > seenUntil && now - end < newsShownMs;
}

/** When it became what it is; before everything while it is open. */
function endOf(order: WalletOrder | null): number {
  return order !== null && 'at' in order.state ? order.state.at : Number.NEGATIVE_INFINITY;
}

function secondsUntil(at: number, now: number): number {
  return Math.max(0, Math.ceil((at - now) / 1_000));
}
