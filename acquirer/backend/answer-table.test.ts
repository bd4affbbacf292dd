import { describe, expect, it } from 'vitest';

import { expectedAnswers } from './answer-table.expected.ts';
import { answerTo, type Call, type Cell, type Held } from './answer-table.ts';

type Row = keyof typeof expectedAnswers;
type Table = (held: Held, call: Call) => Cell;

const rows = Object.keys(expectedAnswers) as Row[];
const calls: readonly Call[] = ['post', 'post-other-bytes', 'get', 'get-fresh', 'cancel'];
const cells = rows.flatMap((row) => calls.map((call) => ({ row, call })));

/** Every member of `Held`, so that a row that the expected file lacks does not compile. */
const held: { [R in Held['is']]: Held } & Record<Row, Held> = {
  nothing: { is: 'nothing' },
  tombstone: { is: 'tombstone' },
  sent: { is: 'sent' },
  unsure: { is: 'unsure' },
  waiting: { is: 'waiting' },
  shown: { is: 'shown' },
  'shown-closing': { is: 'shown-closing' },
  'unsure-with-code': { is: 'unsure-with-code' },
  'order-paid': { is: 'order-paid' },
  'order-paid-long-ago': { is: 'order-paid-long-ago' },
  'order-paid-for-good': { is: 'order-paid-for-good', refusal: 'PROCESS_FAIL' },
  cancelling: { is: 'cancelling' },
  voiding: { is: 'voiding' },
  paid: { is: 'paid' },
  'paid-long-ago': { is: 'paid-long-ago' },
  'paid-for-good': { is: 'paid-for-good', refusal: 'PROCESS_FAIL' },
  declined: { is: 'declined', code: 'RISK_REJECT' },
  'never-arrived': { is: 'never-arrived' },
  cancelled: { is: 'cancelled' },
  voided: { is: 'voided' },
  conflict: { is: 'conflict' },
  'conflict-long-ago': { is: 'conflict-long-ago' },
  'conflict-for-good': { is: 'conflict-for-good', refusal: 'PROCESS_FAIL' },
};

function written({ begins, waits, says }: Cell): string {
  const result = says.result === 'S' ? 'S' : `${says.result} ${says.code}`;
  const payment = says.payment === null ? '' : `; ${says.payment.result} ${says.payment.code}`;
  return `${begins} / ${waits ? 'waits' : 'now'} / ${result}${payment}${says.facts ? ' +facts' : ''}${says.form ? ' +form' : ''}`;
}

/** The cells in which `table` differs from the file. */
function wrongCells(table: Table): string[] {
  return cells
    .filter(({ row, call }) => written(table(held[row], call)) !== expectedAnswers[row][call])
    .map(({ row, call }) => `${row}/${call}`);
}

describe('[3b] what the backend answers', () => {
  it.each(cells)('[3b] $row, $call', ({ row, call }) => {
    expect(written(answerTo(held[row], call))).toBe(expectedAnswers[row][call]);
  });

  it('[3b] has a row in the file for everything that can be held', () => {
    expect(rows.toSorted()).toEqual(Object.keys(held).toSorted());
  });

  it('[3b] the check sees every wrong cell', () => {
    const mutants = cells.flatMap(({ row, call }) =>
      [flippedAnswer, otherBeginning, otherWait].map((change) => ({
        cell: `${row}/${call}`,
        table: changed(row, call, change),
      })),
    );
    const caught = mutants.filter(({ cell, table }) => wrongCells(table).join() === cell);

    process.stdout.write(`answer table: ${cells.length} cells, ${mutants.length} mutants, ${caught.length} caught\n`);
    expect(caught).toHaveLength(mutants.length);
  });
});

function changed(row: Row, call: Call, change: (cell: Cell) => Cell): Table {
  return (given, asked) => {
    const cell = answerTo(given, asked);
    return given === held[row] && asked === call ? change(cell) : cell;
  };
}

/** The mistake that costs money: one status for another. */
function flippedAnswer(cell: Cell): Cell {
  const { says } = cell;
  const other = { S: 'F', F: 'U', U: 'S' } as const;
  const payment = says.payment === null ? null : { ...says.payment, result: other[says.payment.result] };
  return { ...cell, says: { ...says, payment, result: payment === null ? other[says.result] : says.result } };
}

function otherBeginning(cell: Cell): Cell {
  return { ...cell, begins: cell.begins === 'nothing' ? 'attempt' : 'nothing' };
}

function otherWait(cell: Cell): Cell {
  return { ...cell, waits: !cell.waits };
}
