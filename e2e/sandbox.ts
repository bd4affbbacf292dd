/** The sandbox's own addresses, asked as any tester would: what really happened to the customer's money. */
export class Sandbox {
  readonly #url: string;

  constructor(url: string) {
    this.#url = url.replace(/\/$/, '');
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

  async behave(walletId: string, temper: 'approves' | 'must-confirm' | 'refuses' | 'never-answers'): Promise<void> {
    await this.#post(`wallets/${walletId}`, { temper });
  }

  async decide(walletId: string, decision: 'confirm' | 'refuse', paymentRequestId: string): Promise<void> {
    await this.#post(`wallets/${walletId}/${decision}`, { paymentRequestId });
  }

  async switches(change: unknown): Promise<void> {
    await this.#post('switches', change);
  }

  async ledger(): Promise<LedgerEntry[]> {
    return ((await this.#get('ledger?limit=1000')) as { entries: LedgerEntry[] }).entries;
  }

  async #get(path: string): Promise<unknown> {
    return read(await fetch(`${this.#url}/sandbox/${path}`));
  }

  async #post(path: string, body: unknown): Promise<unknown> {
    const headers = { 'content-type': 'application/json' };
    return read(await fetch(`${this.#url}/sandbox/${path}`, { method: 'POST', headers, body: JSON.stringify(body) }));
  }
}

export type LedgerEntry = {
  paymentRequestId: string;
  state: 'none' | 'in-process' | 'paid' | 'refused' | 'closed' | 'cancelled';
  timesCharged: number;
  timesGivenBack: number;
  capturedMinor: number;
};

async function read(response: Response): Promise<unknown> {
  const body: unknown = await response.json();
  if (!response.ok) throw new Error(`the sandbox answered ${response.status}: ${JSON.stringify(body)}`);
  return body;
}
