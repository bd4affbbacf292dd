import type { Process, Product } from './product.ts';

/** What can die: `main` and `renderer` are the shell's, which here are the kiosk and the screen's connection to it. */
export const victims = ['host', 'backend', 'sandbox', 'main', 'renderer'] as const;
export type AnyVictim = (typeof victims)[number];

const againWithinMs = 90_000;

/**
 * `kill -9`, and started again at once, as the product's own supervision does it, or a person.
 * `afterwards` runs as soon as the process is dead. Resolves when everything runs again.
 */
export async function killAndStartAgain(
  product: Product,
  victim: AnyVictim,
  afterwards: () => void = () => undefined,
): Promise<void> {
  if (victim === 'renderer') {
    const back = product.till.reload();
    afterwards();
    return await back;
  }
  const hostId = product.till.seen?.hostId;
  product.kill(victim);
  if (victim !== 'host') await product.gone(victim);
  afterwards();
  await startAgain(product, victim, hostId);
}

/** What follows a death that was seen to by somebody else. `hostId`: who was the host before. */
export async function startAgain(product: Product, victim: Process, hostId: string | undefined): Promise<void> {
  switch (victim) {
    case 'host': // the kiosk starts the next one
      await product.till.until('the next host', (seen) => seen.hostId !== hostId, againWithinMs);
      return;
    case 'backend':
      return await product.startBackend();
    case 'sandbox':
      return await product.startSandbox();
    case 'main':
      return await product.startTill();
  }
}
