import type { CellEnd } from './cell.ts';

const columns = [
  ['pay', 'before'],
  ['pay', 'after'],
  ['inquiry', 'before'],
  ['inquiry', 'after'],
  ['cancel', 'before'],
  ['cancel', 'after'],
] as const;
const hopNames = { near: 'till–backend', far: 'backend–Alipay+' } as const;
const nameWidth = 60;
const cellWidth = 18;

/** One row for each fault on each stretch of wire; in each cell what the till showed and what the ledger holds. */
export function tableOf(ends: readonly CellEnd[]): string {
  const rows = new Map<string, CellEnd[]>();
  for (const end of ends) {
    const { fault, hop } = end.cell;
    const name = `${fault.layer.padEnd(8)}${fault.name}`.padEnd(nameWidth) + hopNames[hop].padEnd(17);
    rows.set(name, [...(rows.get(name) ?? []), end]);
  }
  const head =
    'fault'.padEnd(nameWidth) + 'wire'.padEnd(17) + columns.map((of) => of.join(' ').padEnd(cellWidth)).join('');
  const lines = [...rows].map(([name, cells]) => {
    const texts = columns.map(([call, moment]) => {
      const end = cells.find(({ cell }) => cell.call === call && cell.moment === moment);
      return (end === undefined ? '' : textOf(end)).padEnd(cellWidth);
    });
    return (name + texts.join('')).trimEnd();
  });
  return [head, '-'.repeat(head.length), ...lines].join('\n');
}

function textOf({ shown, capturedMinor, problem }: CellEnd): string {
  return `${shown ?? '?'} ${capturedMinor} ${problem === null ? 'ok' : 'NO'}`;
}
