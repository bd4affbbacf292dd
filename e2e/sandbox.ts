const askAgainMs = 50;

/** The sandbox's own addresses, asked as any tester would: what really happened to the customer's money. */
export class Sandbox {
  readonly #url: string;
  readonly #patienceMs: number;

  /** `patienceMs`: how long it is asked again while nobody answers, for tests that kill it. */
  constructor(url: string, patienceMs = 0) {
    this.#url = url.replace(/\/$/, '');
    this.#patienceMs = patienceMs;
  }

  async freshCode(walletId: string): Promise<string> {
    return ((await this.#post(`wallets/${walletId}/codes`, {})) as { value: string }).value;
  }

  /** Whole minor units. */
  async balance(walletId: string, currency: string): Promise<number> {
    const view = (await this.#get(`wallets/${walletId}?currency=${currency}`)) as {
      purse: { balance: { minor: number } };
    };
    return view.purse.balance.minor;
  }

  async behave(walletId: string, temper: Temper): Promise<void> {
    await this.#post(`wallets/${walletId}`, { temper });
  }

  async decide(walletId: string, decision: 'confirm' | 'refuse', paymentRequestId: string): Promise<void> {
    await this.#post(`wallets/${walletId}/${decision}`, { paymentRequestId });
  }

  /** A phone looks at an order's code; nothing is paid by that. */
  async scan(walletId: string, code: string): Promise<void> {
    await this.#post(`wallets/${walletId}/scan`, { code });
  }

  async switches(change: unknown): Promise<void> {
    await this.#post('switches', change);
  }

  /** How many calls of `api` are still to be lost before they do anything. */
  async toLose(api: 'pay' | 'inquiryPayment' | 'cancelPayment'): Promise<number> {
    const { faults } = (await this.#get('switches')) as { faults: Record<typeof api, { dropBefore: number }> };
    return faults[api].dropBefore;
  }

  async ledger(): Promise<LedgerEntry[]> {
    return ((await this.#get('ledger?limit=1000')) as { entries: LedgerEntry[] }).entries;
  }

  /** Newest first: what Alipay+ tells the backend about a payment. */
  async notifications(paymentRequestId: string): Promise<Notification[]> {
    const list = await this.#get(`notifications?paymentRequestId=${paymentRequestId}`);
    return (list as { notifications: Notification[] }).notifications;
  }

  async #get(path: string): Promise<unknown> {
    return await this.#ask(path, {});
  }

  async #post(path: string, body: unknown): Promise<unknown> {
    const headers = { 'content-type': 'application/json' };
    return await this.#ask(path, { method: 'POST', headers, body: JSON.stringify(body) });
  }

  async #ask(path: string, how: RequestInit): Promise<unknown> {
    const until = performance.now() + this.#patienceMs;
    for (;;) {
      try {
        return await read(await fetch(`${this.#url}/sandbox/${path}`, how));
      } catch (error) {
        if (error instanceof Refused || performance.now() >= until) throw error;
        await new Promise((resolve) => setTimeout(resolve, askAgainMs));
      }
    }
  }
}

type Temper = 'approves' | 'must-confirm' | 'refuses' | 'never-answers' | 'pays-after-cancel';

export type Notification = {
  tries: number;
  acknowledgedAt: number | null;
  /** `acknowledged`, or what came instead. */
  lastAnswer: string | null;
};

export type LedgerEntry = {
  paymentRequestId: string;
  walletId: string | null;
  state: 'none' | 'in-process' | 'paid' | 'refused' | 'closed' | 'cancelled';
  timesCharged: number;
  timesGivenBack: number;
  capturedMinor: number;
};

/** It answered, and the answer is no. */
class Refused extends Error {}

async function read(response: Response): Promise<unknown> {
  const body: unknown = await response.json();
  if (!response.ok) throw new Refused(`the sandbox answered ${response.status}: ${JSON.stringify(body)}`);
  return body;
}
