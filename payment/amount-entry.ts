import { amountParts, type AmountParts } from './amount-format.ts';
import { exponentOf, readMinor, type Amount, type Currency } from './money.ts';

/**
 * What a cashier has keyed so far. `typed` has Western digits and, once the decimal key was pressed, one point:
 * digits are whole units until then, so `1250` is EUR 1250.00 and `12.5` is EUR 12.50.
 */
export type AmountEntry = {
  currency: Currency;
  typed: string;
  /** It was confirmed already: the next digit begins a new amount, Backspace edits this one. */
  confirmed?: true;
};

export type EntryKey =
  | '0'
  | '1'
  | '2'
  | '3'
  | '4'
  | '5'
  | '6'
  | '7'
  | '8'
  | '9'
  | '00'
  | '000'
  | 'decimal'
  | 'backspace'
  | 'clear';

export function emptyEntry(currency: Currency): AmountEntry {
  return { currency, typed: '' };
}

/** The key beside `0`: the decimal sign, or `000` where the currency has no decimals. */
export function cornerKeyOf(currency: Currency): 'decimal' | '000' {
  return exponentOf(currency) === 0 ? '000' : 'decimal';
}

/** What a key makes of the entry. A key that does not fit as a whole changes nothing; `misfitOf` says why. */
export function pressKey(entry: AmountEntry, key: EntryKey): AmountEntry {
  return misfitOf(entry, key) === null ? afterKey(entry, key) : entry;
}

/** Why a key does not fit: the amount would be too large, or have decimals that its currency does not have. */
export function misfitOf(entry: AmountEntry, key: EntryKey): 'too-large' | 'too-fine' | null {
  if (key === 'decimal') {
    const taken = entry.confirmed !== true && entry.typed.includes('.');
    return taken || exponentOf(entry.currency) === 0 ? 'too-fine' : null;
  }
  const next = afterKey(entry, key);
  const [, decimals = ''] = next.typed.split('.');
  if (decimals.length > exponentOf(entry.currency)) return 'too-fine';
  return minorOf(next).ok ? null : 'too-large';
}

function afterKey({ currency, typed, confirmed }: AmountEntry, key: EntryKey): AmountEntry {
  if (key === 'clear') return emptyEntry(currency);
  if (key === 'backspace') return { currency, typed: typed === '0.' ? '' : typed.slice(0, -1) };
  const before = confirmed === true ? '' : typed;
  if (key === 'decimal') return { currency, typed: before === '' ? '0.' : `${before}.` };
  return { currency, typed: withDigits(before, key) };
}

/** The amount that stands there now; nothing typed is 0. */
export function entryAmount(entry: AmountEntry): Amount {
  const minor = minorOf(entry);
  // pressKey lets nothing in that is no amount.
  if (!minor.ok) throw new Error(`typed text is no amount: ${entry.typed}`);
  return { currency: entry.currency, minor: minor.value };
}

/** What to show while it is being typed: the decimals that were keyed and no more. */
export function entryParts(entry: AmountEntry, locale: string): AmountParts {
  const parts = amountParts(entryAmount(entry), locale);
  const [, decimals] = entry.typed.split('.');
  const sign = parts.decimal.slice(0, 1);
  return { ...parts, decimal: decimals === undefined ? '' : sign + decimals };
}

function withDigits(typed: string, digits: string): string {
  if (typed.includes('.')) return typed + digits;
  return (typed + digits).replace(/^0+(?=\d)/, '');
}

function minorOf(entry: AmountEntry): ReturnType<typeof readMinor> {
  const [integer = '', decimals = ''] = entry.typed.split('.');
  const digits = integer + decimals.padEnd(exponentOf(entry.currency), '0');
  return readMinor(digits.replace(/^0+(?=\d)/, '') || '0');
}
