import type { Entry } from '../../terminal/index.ts';

/** Where a payment stands, as the journal's records say it in words. */
export type Standing = 'asking' | 'cancelling' | 'paid' | 'paid-unwanted' | 'declined' | 'cancelled' | 'conflict';

export type ModelAttempt = {
  readonly id: string;
  readonly saleId: string;
  readonly amount: string;
  /** By a code that the customer scans: then there is no code of the customer's. */
  readonly isOrder: boolean;
  readonly codeTail: string;
  readonly code: string;
  readonly bootId: string;
  readonly beganAt: number;
  standing: Standing;
  parked: boolean;
  acknowledged: boolean;
  escalated: boolean;
  transmissions: number;
  /** The acquirer refused the cancel for good. */
  refusedForGood: boolean;
  /** Stop was asked for by a message that was understood. */
  stopAsked: boolean;
  /** It is asked how this ended, to close it: Stop was pressed, or time was up. */
  closing: boolean;
  /** A pay was left without an answer that says anything. */
  payFailed: boolean;
  lateSuccess: boolean;
  /** An order's code came: when it expires, in ms of machine time since the payment began. */
  codeExpiresMs: number | null;
  /** It came while customers could be shown it: in the process that began this, and before anybody was asked how it ended. */
  codeShown: boolean;
  codeOff: boolean;
};

export type ModelSale = {
  readonly saleId: string;
  readonly amount: string;
  closed: boolean;
  readonly attempts: string[];
};

/** What must be true of the till, built from the records one by one, without any of the till's code. */
export class Model {
  readonly sales = new Map<string, ModelSale>();
  readonly attempts = new Map<string, ModelAttempt>();
  /** Who has which `paymentId`. */
  readonly owners = new Map<string, string>();
  /** Codes that this process charged: when, in ms of machine time. */
  usedCodes = new Map<string, { at: number; id: string }>();
  held: { code: string; until: number } | null = null;
  bootId = '';
  securityAt: number[] = [];
  /** When the customer display last said that it is there, in ms of machine time. */
  displayAt: number | null = null;

  apply({ record, sale, attempt: id, bootId }: Entry, now: number, code: string): void {
    const attempt = id === null ? undefined : this.attempts.get(id);
    switch (record?.kind) {
      case 'boot':
        this.bootId = bootId;
        this.usedCodes = new Map();
        this.held = null;
        this.securityAt = [];
        this.displayAt = null;
        return;
      case 'sale.opened':
        this.sales.set(record.saleId, {
          saleId: record.saleId,
          amount: `${record.amount.currency} ${record.amount.minor}`,
          closed: false,
          attempts: [],
        });
        return;
      case 'sale.closed':
        this.#closeSale(sale);
        return;
      case 'pay.intent':
        this.attempts.set(record.paymentRequestId, {
          id: record.paymentRequestId,
          saleId: record.saleId,
          amount: `${record.amount.currency} ${record.amount.minor}`,
          isOrder: record.scenario === 'OrderCode',
          codeTail: record.codeTail ?? '',
          code,
          bootId,
          beganAt: now,
          standing: 'asking',
          parked: false,
          acknowledged: false,
          escalated: false,
          transmissions: 1,
          refusedForGood: false,
          stopAsked: false,
          closing: false,
          payFailed: false,
          lateSuccess: false,
          codeExpiresMs: null,
          codeShown: false,
          codeOff: false,
        });
        this.sales.get(record.saleId)?.attempts.push(record.paymentRequestId);
        if (code !== '') this.usedCodes.set(code, { at: now, id: record.paymentRequestId });
        return;
      default:
        if (attempt !== undefined && record !== null) this.#applyToAttempt(attempt, record);
    }
  }

  #closeSale(saleId: string | null): void {
    const sale = saleId === null ? undefined : this.sales.get(saleId);
    if (sale !== undefined) sale.closed = true;
  }

  #applyToAttempt(attempt: ModelAttempt, record: NonNullable<Entry['record']>): void {
    switch (record.kind) {
      case 'evidence':
        if (record.success !== null) this.owners.set(record.success.paymentId, attempt.id);
        if (record.success !== null && !this.isOpen(attempt)) attempt.lateSuccess = true;
        if (record.orderCode === undefined) return;
        attempt.codeExpiresMs ??= record.orderCode.expiresAfterMs;
        attempt.codeShown = attempt.standing === 'asking' && attempt.bootId === this.bootId && !attempt.closing;
        return;
      case 'shown':
        if (record.outcome === 'code-off') attempt.codeOff = true;
        return;
      case 'hint':
        if (!this.isOpen(attempt) && (record.says === 'succeeded' || record.says === 'conflict'))
          attempt.lateSuccess = true;
        return;
      case 'tx':
        attempt.transmissions = record.number;
        return;
      case 'cancel.intent':
        attempt.standing = 'cancelling';
        return;
      case 'cancel.refused':
        attempt.refusedForGood = true;
        return;
      case 'final':
        if (record.success !== null) this.owners.set(record.success.paymentId, attempt.id);
        attempt.standing = record.outcome === 'paid' && record.unwanted ? 'paid-unwanted' : record.outcome;
        return;
      case 'conflict':
        attempt.standing = 'conflict';
        attempt.acknowledged = false;
        return;
      case 'escalated':
        attempt.escalated = true;
        return;
      case 'acknowledged':
        attempt.acknowledged = true;
        return;
      case 'sale.parked':
        attempt.parked = true;
        return;
      case 'sale.taken':
        attempt.parked = false;
        return;
      default:
    }
  }

  isOpen({ standing }: ModelAttempt): boolean {
    return standing === 'asking' || standing === 'cancelling';
  }

  /** Customers see the code of this order. */
  /** It is on, or may still come. */
  mayCodeBeShown({ isOrder, codeOff, standing, bootId }: ModelAttempt): boolean {
    return isOrder && !codeOff && standing === 'asking' && bootId === this.bootId;
  }

  isCodeOn({ codeShown, codeOff, standing, bootId }: ModelAttempt): boolean {
    return codeShown && !codeOff && standing === 'asking' && bootId === this.bootId;
  }

  isCard({ parked, acknowledged }: ModelAttempt): boolean {
    return parked && !acknowledged;
  }

  cards(): ModelAttempt[] {
    return [...this.attempts.values()].filter((attempt) => this.isCard(attempt));
  }

  openOnPane(): ModelAttempt[] {
    return [...this.attempts.values()].filter((attempt) => this.isOpen(attempt) && !attempt.parked);
  }

  /** The sale that waits for a code: open, and each try of it came to nothing and was dismissed. */
  saleToScan(): ModelSale | undefined {
    return [...this.sales.values()].find(({ closed, attempts }) => !closed && attempts.every((id) => this.#isOver(id)));
  }

  /** What the work pane shows, in the order that terminal/SPEC.md gives. */
  pane(): {
    at: 'idle' | 'scan' | 'asking' | 'cancelling' | 'outcome';
    about: string | null;
    outcome: Standing | null;
  } {
    const shown = this.#onPane();
    if (shown !== undefined) {
      const { standing, id } = shown;
      if (standing === 'asking' || standing === 'cancelling') return { at: standing, about: id, outcome: null };
      return { at: 'outcome', about: id, outcome: standing };
    }
    const sale = this.saleToScan();
    return { at: sale === undefined ? 'idle' : 'scan', about: sale?.saleId ?? null, outcome: null };
  }

  #onPane(): ModelAttempt | undefined {
    const newestFirst = [...this.attempts.values()].toReversed();
    const open = newestFirst.filter((attempt) => this.isOpen(attempt) && !attempt.parked);
    const unseen = newestFirst.filter((attempt) => !this.isOpen(attempt) && !attempt.acknowledged && !attempt.parked);
    return (
      open.find(({ bootId }) => bootId === this.bootId) ??
      unseen.find(({ standing }) => standing === 'conflict') ??
      unseen.find(({ standing }) => standing === 'paid-unwanted') ??
      unseen[0] ??
      open.find(({ escalated }) => escalated) ??
      open[0]
    );
  }

  #isOver(id: string): boolean {
    const attempt = this.attempts.get(id);
    return attempt?.acknowledged === true && (attempt.standing === 'declined' || attempt.standing === 'cancelled');
  }
}
