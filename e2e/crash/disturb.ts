import type { Caught } from './gate.ts';
import type { KillPoint } from './kill-points.ts';
import type { Product, Victim } from './product.ts';

const againWithinMs = 90_000;
const pollMs = 5;

/** `over`: the victims were killed and run again. `letGo`: what was kept back arrives, and is answered. */
export type Disturbance = { over: Promise<void>; letGo: () => Promise<void> };

/** Lays the trap for one point; the next sale runs into it. */
export function disturb(product: Product, point: KillPoint): Disturbance {
  let late: Caught | null = null;
  const over = (async () => {
    const { at, victims, againAt } = point;
    const [first] = victims;
    if (first === undefined) return;
    const hostId = product.till.seen?.hostId;
    if ('commit' in at) {
      const order = product.orderDeath(first, at.edge, at.commit);
      await until(order.done);
    } else {
      const caught = await product[at.wire].catchNext(at.call, at.edge);
      for (const victim of victims) product.kill(victim);
      for (const victim of victims) await gone(product, victim);
      if (at.fate === 'handed on') caught.handOn();
      else if (at.fate === 'dropped') caught.drop();
      else late = caught;
    }
    if (againAt !== undefined) await until(product.orderDeath(first, againAt.edge, againAt.commit).done);
    if (victims.includes('backend')) {
      await product.gone('backend');
      await product.startBackend();
    }
    if (victims.includes('host'))
      await product.till.until('the next host', (seen) => seen.hostId !== hostId, againWithinMs);
  })();
  return {
    over,
    letGo: async () => {
      late?.handOn();
      await late?.over;
    },
  };
}

async function gone(product: Product, victim: Victim): Promise<void> {
  if (victim === 'backend') return await product.gone('backend');
  const pid = product.pidOf('host');
  await until(() => !runs(pid) || product.pidOf('host') !== pid);
}

function runs(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function until(holds: () => boolean): Promise<void> {
  const endsAt = performance.now() + againWithinMs;
  while (!holds()) {
    if (performance.now() > endsAt) throw new Error('the point was not reached');
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
}
