import { readFileSync } from 'node:fs';

import { expect, it } from 'vitest';

import { CallMishap, PaymentCourse, WalletTemper } from '#contract';

import { amountFaults } from './amount-faults.ts';

it('docs/sandbox.md names every amount with its code, every fault and every temper', () => {
  const text = readFileSync(new URL('../../docs/sandbox.md', import.meta.url), 'utf8');
  const rows = [...text.matchAll(/^\| (\d{4})(?:–(\d{4}))? \|(.*)$/gm)].flatMap(
    ([, from, to, rest = '']): { minor: number; code: string | null }[] => {
      if (to === undefined) return [{ minor: Number(from), code: null }];
      const codes = [...rest.matchAll(/`([A-Z_]+)`/g)].map(([, code]) => code ?? '');
      expect(codes).toHaveLength(Number(to) - Number(from) + 1);
      return codes.map((code, index) => ({ minor: Number(from) + index, code }));
    },
  );
  expect(rows).toEqual(amountFaults.map(({ minor, refuses }) => ({ minor, code: refuses })));
  const names = [...CallMishap.options, ...WalletTemper.options, ...PaymentCourse.options];
  for (const name of names) expect(text).toContain(`\`${name}\``);
});
