import { assertNever, neverArrived, phaseOf, type Attempt } from '#payment';

/** What the backend holds under an id, as far as its answers differ. */
export type Held =
  | { is: 'nothing' | 'tombstone' }
  | { is: 'sent' | 'unsure' | 'waiting' | 'cancelling' | 'voiding' }
  /** An order whose code is known: as it came, while its closing has begun, and as a restart found it. */
  | { is: 'shown' | 'shown-closing' | 'unsure-with-code' }
  | { is: 'paid' | 'paid-long-ago' | 'conflict' | 'conflict-long-ago' }
  /** PAID by an order's code, which a POST never says. */
  | { is: 'order-paid' | 'order-paid-long-ago' }
  /** PAID, and Alipay+ has refused the cancel for good with this code. */
  | { is: 'paid-for-good' | 'order-paid-for-good' | 'conflict-for-good'; refusal: string }
  | { is: 'declined'; code: string }
  | { is: 'never-arrived' | 'cancelled' | 'voided' };

/** `post-other-bytes`: the id is known with another body. `get-fresh`: the till wants Alipay+ to be asked first. */
export type Call = 'post' | 'post-other-bytes' | 'get' | 'get-fresh' | 'cancel';

/**
 * A cell of the table: what is begun, whether the answer waits, and what is said when it leaves. A call waits while the
 * cell of the state that is held then says so, and at most `answerWithinMs`.
 */
export type Cell = {
  begins: 'nothing' | 'attempt' | 'tombstone' | 'inquiry' | 'cancel' | 'void';
  waits: boolean;
  says: Saying;
};

export type Saying = {
  result: Status;
  code: string;
  payment: { result: Status; code: string } | null;
  /** With what is known of a success. */
  facts: boolean;
  /** With the order's code. */
  form: boolean;
};
type Status = 'S' | 'F' | 'U';

/** A till's cancel of a PAID payment needs no manager this long after the intent (DESIGN 3b). */
export const cancelOfPaidWithinMs = 900_000;

/** The row of an attempt. `sinceIntentMs` by the backend's clock. */
export function heldOf(attempt: Attempt, sinceIntentMs: number): Held {
  const { standing, intent } = attempt.facts;
  const isOrder = intent.scenario === 'OrderCode';
  switch (standing.at) {
    case 'paid':
    case 'conflict': {
      const is = standing.at === 'paid' && isOrder ? 'order-paid' : standing.at;
      if (standing.refusedForGood !== null) return { is: `${is}-for-good`, refusal: standing.refusedForGood };
      return { is: sinceIntentMs > cancelOfPaidWithinMs ? `${is}-long-ago` : is };
    }
    case 'declined':
      return standing.code === neverArrived ? { is: 'never-arrived' } : { is: 'declined', code: standing.code };
    case 'asking': {
      const view = phaseOf(attempt);
      const closing = attempt.working.asking !== null;
      if (view === 'shown') return { is: closing ? 'shown-closing' : 'shown' };
      if (attempt.facts.orderCode !== null && !closing) return { is: 'unsure-with-code' };
      return { is: view === 'sent' || view === 'waiting' ? view : 'unsure' };
    }
    case 'cancelling':
    case 'voiding':
    case 'cancelled':
    case 'voided':
      return { is: standing.at };
    default:
      return assertNever(standing);
  }
}

/** What the backend does and says (DESIGN 3b, binding). */
export function answerTo(held: Held, call: Call): Cell {
  switch (call) {
    case 'post':
      return answerToPost(held);
    case 'post-other-bytes':
      // A tombstone came by a cancel and knows no bytes that could differ.
      return held.is === 'nothing' || held.is === 'tombstone'
        ? answerToPost(held)
        : now(failed('REPEAT_REQ_INCONSISTENT'));
    case 'get':
      return now(stateOf(held));
    case 'get-fresh':
      return isOpen(held) ? { begins: 'inquiry', waits: false, says: stateOf(held) } : now(stateOf(held));
    case 'cancel':
      return answerToCancel(held);
    default:
      return assertNever(call);
  }
}

function answerToPost(held: Held): Cell {
  switch (held.is) {
    case 'nothing':
      return { begins: 'attempt', waits: true, says: unknown };
    case 'sent':
    case 'unsure':
      return { begins: 'nothing', waits: true, says: unknown };
    case 'waiting':
    case 'order-paid':
    case 'order-paid-long-ago':
    case 'order-paid-for-good':
      return now({ ...unknown, code: 'PAYMENT_IN_PROCESS' });
    case 'shown':
    case 'unsure-with-code':
      return now({ ...unknown, code: 'PAYMENT_IN_PROCESS', form: true });
    case 'shown-closing':
    case 'cancelling':
    case 'voiding':
    case 'conflict':
    case 'conflict-long-ago':
    case 'conflict-for-good':
      return now(unknown);
    case 'paid':
    case 'paid-long-ago':
    case 'paid-for-good':
      return now({ ...succeeded, facts: true });
    case 'declined':
      return now(failed(held.code));
    case 'never-arrived':
      return now(failed('ORDER_NOT_EXIST'));
    case 'tombstone':
    case 'cancelled':
    case 'voided':
      return now(failed('ORDER_IS_CLOSED'));
    default:
      return assertNever(held);
  }
}

function stateOf(held: Held): Saying {
  switch (held.is) {
    case 'nothing':
      return failed('ORDER_NOT_EXIST');
    case 'sent':
    case 'unsure':
    case 'unsure-with-code':
    case 'cancelling':
    case 'voiding':
      return ofPayment('U', 'UNKNOWN_EXCEPTION');
    case 'waiting':
    case 'shown':
    case 'shown-closing':
      return ofPayment('U', 'PAYMENT_IN_PROCESS');
    case 'order-paid':
    case 'order-paid-long-ago':
    case 'order-paid-for-good':
    case 'paid':
    case 'paid-long-ago':
    case 'paid-for-good':
    case 'conflict':
    case 'conflict-long-ago':
    case 'conflict-for-good':
      return { ...ofPayment('S', 'SUCCESS'), facts: true };
    case 'declined':
      return ofPayment('F', held.code);
    case 'never-arrived':
      return ofPayment('F', 'ORDER_NOT_EXIST');
    case 'tombstone':
    case 'cancelled':
    case 'voided':
      return ofPayment('F', 'ORDER_IS_CLOSED');
    default:
      return assertNever(held);
  }
}

function answerToCancel(held: Held): Cell {
  switch (held.is) {
    case 'nothing':
      return { begins: 'tombstone', waits: false, says: succeeded };
    case 'sent':
    case 'unsure':
    case 'unsure-with-code':
    case 'waiting':
    case 'shown':
    case 'shown-closing':
      return { begins: 'cancel', waits: true, says: unknown };
    case 'cancelling':
    case 'voiding':
      return { begins: 'nothing', waits: true, says: unknown };
    case 'paid':
    case 'order-paid':
    case 'conflict':
      return { begins: 'void', waits: true, says: unknown };
    case 'paid-long-ago':
    case 'order-paid-long-ago':
    case 'conflict-long-ago':
      return now(failed('CANCEL_WINDOW_EXCEED'));
    case 'paid-for-good':
    case 'order-paid-for-good':
    case 'conflict-for-good':
      return now(failed(held.refusal));
    case 'tombstone':
    case 'declined':
    case 'never-arrived':
    case 'cancelled':
    case 'voided':
      return now(succeeded);
    default:
      return assertNever(held);
  }
}

function isOpen(held: Held): boolean {
  return openStates.has(held.is);
}

const openStates: ReadonlySet<Held['is']> = new Set([
  'sent',
  'unsure',
  'unsure-with-code',
  'waiting',
  'shown',
  'shown-closing',
  'cancelling',
]);

function now(says: Saying): Cell {
  return { begins: 'nothing', waits: false, says };
}

const succeeded: Saying = { result: 'S', code: 'SUCCESS', payment: null, facts: false, form: false };
const unknown: Saying = { result: 'U', code: 'UNKNOWN_EXCEPTION', payment: null, facts: false, form: false };

function failed(code: string): Saying {
  return { result: 'F', code, payment: null, facts: false, form: false };
}

function ofPayment(result: Status, code: string): Saying {
  return { ...succeeded, payment: { result, code } };
}
