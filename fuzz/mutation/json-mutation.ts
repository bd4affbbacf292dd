import type { Chance } from '../chance.ts';

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/**
 * A JSON text that is like `value` but for `times` changes of its structure: other types, missing, added, renamed and
 * prototype keys, numbers at the edges, lone surrogates, deep nests, long strings. Text, because a value cannot hold a
 * key twice, a number beyond 1e308 or an own `__proto__` as easily.
 */
export function mutatedJson(value: Json, chance: Chance, times: number): string {
  const tree = treeOf(value);
  for (let count = 0; count < times; count += 1) mutateOne(tree, chance);
  return textOf(tree);
}

type Tree =
  | { is: 'raw'; text: string }
  | { is: 'array'; items: Tree[] }
  | { is: 'object'; entries: { key: string; value: Tree }[] };

function treeOf(value: Json): Tree {
  if (Array.isArray(value)) return { is: 'array', items: value.map(treeOf) };
  if (typeof value === 'object' && value !== null)
    return { is: 'object', entries: Object.entries(value).map(([key, item]) => ({ key, value: treeOf(item) })) };
  return { is: 'raw', text: JSON.stringify(value) };
}

function textOf(tree: Tree): string {
  switch (tree.is) {
    case 'raw':
      return tree.text;
    case 'array':
      return `[${tree.items.map(textOf).join(',')}]`;
    case 'object':
      return `{${tree.entries.map(({ key, value }) => `${JSON.stringify(key)}:${textOf(value)}`).join(',')}}`;
  }
}

function mutateOne(tree: Tree, chance: Chance): void {
  const nodes = nodesOf(tree);
  // The outermost is one of many, and its fields are what readers look at.
  const node = chance.of(0.25) ? tree : (chance.from(nodes) ?? tree);
  if (node.is === 'object' && chance.of(0.6)) return mutateKeys(node, chance);
  if (node.is === 'array' && chance.of(0.5)) {
    node.items.push(...(chance.of(0.5) ? node.items.slice(0, 1) : [raw(confusing(chance))]));
    return;
  }
  become(node, node.is === 'raw' && chance.of(0.3) ? edited(node.text, chance) : confusing(chance));
}

function mutateKeys(node: Extract<Tree, { is: 'object' }>, chance: Chance): void {
  const { entries } = node;
  const at = chance.whole(0, Math.max(0, entries.length - 1));
  const entry = entries[at];
  switch (chance.whole(0, 6)) {
    case 0:
      entries.splice(at, 1);
      return;
    case 1:
      entries.push({ key: chance.pick(oddKeys), value: raw(confusing(chance)) });
      return;
    case 2: // twice: the first or the last counts for a careless reader
      if (entry !== undefined) entries.push({ key: entry.key, value: raw(confusing(chance)) });
      return;
    case 3:
      if (entry !== undefined) entries.push({ ...entry });
      return;
    case 4:
      if (entry !== undefined) entries[at] = { key: respelled(entry.key, chance), value: entry.value };
      return;
    case 5:
      entries.reverse();
      return;
    default:
      entries.unshift({ key: chance.pick(oddKeys), value: { is: 'object', entries: [...entries] } });
  }
}

function become(node: Tree, text: string): void {
  Object.assign(node, raw(text));
}

function raw(text: string): Tree {
  return { is: 'raw', text };
}

function nodesOf(tree: Tree): Tree[] {
  const below = tree.is === 'array' ? tree.items : tree.is === 'object' ? tree.entries.map(({ value }) => value) : [];
  return [tree, ...below.flatMap(nodesOf)];
}

const oddKeys = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  '',
  'do',
  'id',
  'paid',
  'result',
  'paymentResult',
  'outcome',
  'state',
  'amount',
  'saleId',
  'paymentRequestId',
  'withHeld',
  'again',
  '\u0000',
  '\ud800',
  'ﬁnal',
] as const satisfies readonly [string, ...string[]];

function respelled(key: string, chance: Chance): string {
  return chance.pick([key.toUpperCase(), ` ${key}`, `${key}\u0000`, key.slice(1), `${key}${key}`, key.toLowerCase()]);
}

const confusions = [
  'null',
  'true',
  'false',
  '0',
  '-0',
  '1',
  '-1',
  '12.5',
  '1e3',
  '1E2',
  '1e309',
  '-1e309',
  '9007199254740993',
  '99999999999',
  '100000000000',
  '5e-324',
  '""',
  '"S"',
  '"s"',
  '"paid"',
  '"1250"',
  '"\\ud800"',
  '"\\u0000"',
  '"\\u202e"',
  '[]',
  '{}',
  '[[]]',
  '[null]',
  '{"__proto__":{"do":"stop","paid":true}}',
  '{"constructor":{"prototype":{"paid":true}}}',
  '{"do":"mark-paid"}',
  '{"length":1}',
  '{"toString":"x","valueOf":1}',
] as const satisfies readonly [string, ...string[]];

function confusing(chance: Chance): string {
  if (chance.of(0.95)) return chance.pick(confusions);
  if (chance.of(0.5)) return JSON.stringify('9'.repeat(chance.pick([64, 65, 256, 4_096, 4_097, 65_536, 70_000])));
  const depth = chance.pick([3, 17, 33, 500, 5_000]);
  return '['.repeat(depth) + ']'.repeat(depth);
}

/** A scalar a little different from what it was. */
function edited(text: string, chance: Chance): string {
  const value: unknown = JSON.parse(text);
  if (typeof value === 'number' && Number.isFinite(value))
    return chance.pick([JSON.stringify(-value), JSON.stringify(value + 1), JSON.stringify(value + 0.5), `"${value}"`]);
  if (typeof value !== 'string') return chance.pick(['0', '1', '"true"', '[]']);
  const at = chance.whole(0, value.length);
  const odd = chance.pick(['0', '9', 'a', ' ', '\n', '\u0000', '٣', '３', '\ud83d', '-', '.', '"', '\\', '%2e', '/']);
  return JSON.stringify(
    chance.pick([
      value.slice(0, at) + odd + value.slice(at),
      value.slice(0, at) + value.slice(at + 1),
      value + value,
      value.toLowerCase(),
      value.toUpperCase(),
      ` ${value}`,
      `${value}\n`,
    ]),
  );
}
