/** What a structured clone can carry and JSON cannot: an Electron shell's frames come that way. */
const makers = {
  nothing: () => undefined,
  'not a number': () => Number.NaN,
  'minus zero': () => -0,
  'a big integer': () => 10n,
  'a date': () => new Date(0),
  'a map': () => new Map([['do', 'stop']]),
  'a set': () => new Set(['charge']),
  'an error': () => new Error('paid'),
  bytes: () => new Uint8Array(65_537),
  'an object in a circle': () => circle({ id: 'f1' }),
  'a command in a circle': () => ({ id: 'f1', command: circle({ do: 'drop-held' }) }),
  'a list in a circle': () => circleOfList(),
  'a nest of lists': () => nested(20_000, (inner) => [inner]),
  'a nest of objects': () => nested(20_000, (inner) => ({ id: 'f1', command: inner })),
  'an amount that is no number': () => charge(Number.NaN),
  'an amount without end': () => charge(Number.POSITIVE_INFINITY),
  'an amount of minus zero': () => charge(-0),
  'an amount as a big integer': () => charge(1_250n),
  'an amount as a list': () => charge([1_250]),
  'an amount as an object': () => charge({ valueOf: 1_250 }),
  'a field without a value': () => ({ id: 'f1', command: { do: 'drop-held', also: undefined } }),
  'a command as a list with fields': () => ({ id: 'f1', command: Object.assign([], { do: 'drop-held' }) }),
  'a command as a map': () => ({ id: 'f1', command: new Map([['do', 'drop-held']]) }),
  'an id of surrogates': () => ({ id: '\ud800\ud800', command: { do: 'mark-paid' } }),
  'an id of bytes': () => ({ id: new Uint8Array(4), command: { do: 'drop-held' } }),
  'one megabyte': () => ({
    id: 'f1',
    command: { do: 'scan', saleId: null, source: 'typed', text: '2'.repeat(1_000_000) },
  }),
  'one byte too many': () => ({ id: 'f1', command: { do: 'drop-held', more: 'x'.repeat(65_537 - 56) } }),
  'ten thousand fields': () =>
    Object.fromEntries(Array.from({ length: 10_000 }, (_, number) => [`f${number}`, number])),
} as const satisfies Record<string, () => unknown>;

export type StrangeName = keyof typeof makers;
export const strangeNames = Object.keys(makers) as [StrangeName, ...StrangeName[]];

/** The value of that name; nothing for a name that is not known. */
export function strange(name: string): unknown {
  return Object.hasOwn(makers, name) ? makers[name as StrangeName]() : undefined;
}

function charge(minor: unknown): unknown {
  return { id: 'f1', command: { do: 'charge', saleId: 'strange', amount: { currency: 'EUR', minor } } };
}

function circle(object: Record<string, unknown>): unknown {
  return Object.assign(object, { itself: object, command: object });
}

function circleOfList(): unknown {
  const list: unknown[] = [];
  list.push(list);
  return list;
}

function nested(depth: number, around: (inner: unknown) => unknown): unknown {
  let value: unknown = null;
  for (let level = 0; level < depth; level += 1) value = around(value);
  return value;
}
