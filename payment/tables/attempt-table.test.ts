import { expect, it } from 'vitest';

import { laterRows, rowIds } from './attempt-table.ts';
import { checkTable, machine } from './check.ts';

const report = checkTable(machine);
const missed = rowIds.filter((row) => !report.rowsHit.has(row));

console.info(`RELIABILITY 5.2: rows hit ${rowIds.length - missed.length} of ${rowIds.length}, ${report.cases} cases`);

it(`[5.2] decides ${report.cases} cases of the table as the text says`, () => {
  expect(report.findings).toEqual([]);
});

it(`[5.2] rows hit ${rowIds.length - missed.length} of ${rowIds.length}`, () => {
  expect(missed).toEqual([]);
});

it('[5.2] knows which rows come later', () => {
  expect(laterRows.map(({ row }) => row)).toEqual(['5.2/29', 'F1 to F7']);
  expect([...report.rowsHit].filter((row) => !rowIds.includes(row))).toEqual([]);
});
