import { Product, type ProductOptions } from './product.ts';

/** One product at a time, for a program: it ends with the program, also by a signal. */
export class OneProduct {
  readonly #options: ProductOptions;
  #running: Product | null = null;

  constructor(options: ProductOptions) {
    this.#options = options;
    for (const signal of ['SIGINT', 'SIGTERM'] as const)
      process.once(signal, () => void this.stop().finally(() => process.exit(1)));
  }

  /** A new one, with nothing of the one before. */
  async start(): Promise<Product> {
    await this.stop();
    this.#running = await Product.start(this.#options);
    return this.#running;
  }

  async stop(): Promise<void> {
    const running = this.#running;
    this.#running = null;
    await running?.stop();
  }
}
