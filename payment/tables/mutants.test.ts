import { expect, it } from 'vitest';

import { rowIds } from './attempt-table.ts';
import { checkTable } from './check.ts';
import { mutants } from './mutants.ts';

const results = mutants.map((mutant) => ({ ...mutant, findings: checkTable(mutant.machine).findings }));
const caught = results.filter(({ findings }) => findings.length > 0);

console.info(`RELIABILITY 5.2: mutants caught ${caught.length} of ${results.length}`);

it(`[5.2] mutants caught ${caught.length} of ${results.length}`, () => {
  const missed = results.filter(({ findings }) => findings.length === 0).map(({ row, wrong }) => `${row}: ${wrong}`);
  expect(missed).toEqual([]);
});

it('[5.2] has a mutant for every row', () => {
  const rows = new Set(mutants.map(({ row }) => row));
  expect(rowIds.filter((row) => !rows.has(row))).toEqual([]);
});

it('[5.2] notices each mutant at its own row', () => {
  const elsewhere = results.filter(({ row, findings }) => !findings.some((one) => one.row === row));
  expect(elsewhere.map(({ row, wrong, findings }) => `${row}: ${wrong}: ${findings[0]?.row}`)).toEqual([]);
});
