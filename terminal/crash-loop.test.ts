import { beforeEach, describe, expect, it } from 'vitest';

import { TerminalId } from '#payment';

import { calmAfterMs } from './crash-loop.ts';
import { supportCode } from './support-code.ts';
import { proof, succeeded } from './testing/scripted-acquirer.ts';
import { TillWorld } from './testing/till-world.ts';

const code = '281234567890123456';
const lastDeathAt = Date.UTC(2026, 5, 1, 8, 59);

let world: TillWorld;
beforeEach(() => {
  world = new TillWorld();
});

describe('[V47] a host that is started in a crash loop', () => {
  it('sells nothing, and says what to tell support', async () => {
    world.lastDeathAt = lastDeathAt;
    await world.start();

    expect(world.snapshot).toMatchObject({ notSelling: 'crash-loop', supportCode: 'TILL1-LOOP-06010859' });
    expect(await world.charge('S1')).toEqual({ is: 'refused', why: 'not-selling' });
    expect(world.acquirer.count('pay')).toBe(0);
  });

  it('finishes what is open all the same', async () => {
    world.acquirer.onPay = () => ({ kind: 'in-process', proof });
    world.acquirer.onInquire = () => ({ kind: 'in-process', proof });
    await world.start();
    await world.pay('S1', code);
    world.kill();
    world.lastDeathAt = lastDeathAt;
    world.acquirer.onInquire = () => succeeded('P1');
    await world.start();
    await world.clock.advance(10_000);

    expect(world.snapshot).toMatchObject({ notSelling: 'crash-loop', stage: { at: 'outcome', outcome: 'paid' } });
  });

  it('sells again after five calm minutes', async () => {
    world.lastDeathAt = lastDeathAt;
    await world.start();
    await world.clock.advance(calmAfterMs - 1);
    expect(world.snapshot.notSelling).toBe('crash-loop');
    await world.clock.advance(1);

    expect(world.snapshot).toMatchObject({ notSelling: null, supportCode: null });
    expect(await world.charge('S1')).toEqual({ is: 'ok' });
  });
});

it('a support code fits where it is shown, whatever the till is called', () => {
  const long = supportCode(TerminalId.parse('x'.repeat(24)), 'crash-loop', lastDeathAt);
  expect(long).toBe('XXXXXXXXXXXX-LOOP-06010859');
});
