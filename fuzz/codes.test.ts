import { describe, expect, it } from 'vitest';

import { checkDigitOf } from './codes/card-numbers.ts';
import { stages } from './codes/scan-till.ts';
import { fuzzCards, fuzzCodes } from './codes/campaign.ts';
import { numbersIn } from './codes/outputs.ts';

describe('what is not a payment code', () => {
  it('[V36] of 62,000 numbers of cards none is stored, logged, shown or sent, whatever the till is at', async () => {
    const { given, tills, answers, searched, failures } = await fuzzCards(5, 62_000, () => undefined);

    expect(failures).toEqual([]);
    expect(given).toBe(62_000);
    expect(tills).toBeGreaterThan(stages.length);
    expect(answers.get('bad-scan card-number')).toBeGreaterThan(30_000);
    expect(searched).toBeGreaterThan(1_000_000);
  });

  it('[V36] the search finds a number that did come out', () => {
    const number = `411111111111111${checkDigitOf('411111111111111')}`;
    for (const outputs of [`"${number}"`, `x${number}12`, '4111 1111 1111 1111', '4111-1111-1111-1111'])
      expect(numbersIn(outputs, new Set([number])), outputs).toEqual([number]);
    expect(numbersIn('4111111111111112', new Set([number]))).toEqual([]);
  });
});

it('[V36] of 50,000 payment codes none is refused, but some of 16 digits that a card may have', async () => {
  const { read, of16, refused, failures } = await fuzzCodes(5, 50_000, () => undefined);

  expect(failures).toEqual([]);
  expect(read).toBe(50_000);
  expect(refused).toBeGreaterThan(0);
  expect(refused / of16).toBeLessThan(0.06);
});
