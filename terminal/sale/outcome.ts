import { assertNever, type Facts } from '#payment';

export type OutcomeKind = 'paid' | 'paid-unwanted' | 'declined' | 'cancelled' | 'conflict';

/** What a cashier is told of a decided attempt; null while it is open or being voided. */
export function outcomeOf({ standing }: Facts): OutcomeKind | null {
  switch (standing.at) {
    case 'paid':
      return standing.unwanted ? 'paid-unwanted' : 'paid';
    case 'declined':
    case 'cancelled':
    case 'conflict':
      return standing.at;
    case 'asking':
    case 'cancelling':
    case 'voiding':
    case 'voided':
      return null;
    default:
      return assertNever(standing);
  }
}
