import { exponentOf, minorMax, readMinor, type Amount, type Currency } from './money.ts';
import { err, ok, type Result } from './result.ts';

/** An amount cut where the screen sets it differently: the currency's sign is smaller, decimals are full size. */
export type AmountParts = {
  sign: string;
  signFirst: boolean;
  /** What stands between sign and number: a no-break space or nothing. */
  gap: string;
  /** Grouped as the locale does it. */
  integer: string;
  /** With its decimal sign, `.50`; empty for currencies without decimals. */
  decimal: string;
};

export type AmountProblem = 'empty' | 'not-a-number' | 'negative' | 'decimals' | 'too-large';

/** The longest text that is looked at. */
const textCharsMax = 64;

/** As people write it: `€12.50`, `12,50 €`. Always with all decimals of the currency. */
export function formatAmount(amount: Amount, locale: string): string {
  return formatterOf(amount.currency, locale).format(majorText(amount));
}

export function amountParts(amount: Amount, locale: string): AmountParts {
  const parts = formatterOf(amount.currency, locale).formatToParts(majorText(amount));
  const joined = (...types: string[]): string =>
    parts
      .filter(({ type }) => types.includes(type))
      .map(({ value }) => value)
      .join('');
  const signAt = parts.findIndex(({ type }) => type === 'currency');
  const numberAt = parts.findIndex(({ type }) => type === 'integer');
  return {
    sign: joined('currency'),
    signFirst: signAt < numberAt,
    gap: joined('literal'),
    integer: joined('integer', 'group'),
    decimal: joined('decimal', 'fraction'),
  };
}

/**
 * Reads an amount that a person typed or pasted, with the locale's decimal and group signs, with or without the
 * currency. Either no decimals or all of them: what could be meant in two ways is refused, never guessed at.
 */
export function parseAmount(text: string, currency: Currency, locale: string): Result<Amount, AmountProblem> {
  if (text.length > textCharsMax) return err('too-large');
  const signs = signsOf(currency, locale);
  const number = withoutCurrency(plain(text).trim(), [plain(signs.currency), currency]);
  if (number === '') return err('empty');
  if (/^[-\u2212(]/.test(number)) return err('negative');

  const [integer = '', decimals, ...more] = number.split(signs.decimal);
  if (more.length > 0 || (decimals !== undefined && !/^\d*$/.test(decimals))) return err('not-a-number');
  const digits = integer.replaceAll(signs.group, '');
  if (!/^\d+$/.test(digits)) return err('not-a-number');
  const exponent = exponentOf(currency);
  if (decimals !== undefined && (exponent === 0 || decimals.length !== exponent)) return err('decimals');

  const significant = (digits + (decimals ?? '').padEnd(exponent, '0')).replace(/^0+(?=\d)/, '');
  const minor = readMinor(significant);
  if (!minor.ok || minor.value > minorMax) return err('too-large');
  const amount = { currency, minor: minor.value };
  // `1.25` in a locale that groups with a point is a lost digit, not 125.
  if (integer !== digits && integer !== plain(amountParts(amount, locale).integer)) return err('not-a-number');
  return ok(amount);
}

/** `12.50`: a decimal text is what Intl formats exactly; a number with decimals would be a float. */
export function majorText(amount: Amount): `${number}` {
  const exponent = exponentOf(amount.currency);
  const digits = String(amount.minor).padStart(exponent + 1, '0');
  const integer = digits.slice(0, digits.length - exponent);
  const text = exponent === 0 ? integer : `${integer}.${digits.slice(-exponent)}`;
  return text as `${number}`;
}

/** Each takes about a millisecond to make, and a screen writes many amounts. */
const formatters = new Map<string, Intl.NumberFormat>();

function formatterOf(currency: Currency, locale: string): Intl.NumberFormat {
  const name = `${locale} ${currency}`;
  const kept = formatters.get(name);
  if (kept !== undefined) return kept;
  const decimals = exponentOf(currency);
  const made = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    // Intl's own list of decimals is CLDR's, which differs from ISO 4217 for some currencies.
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
    numberingSystem: 'latn',
    useGrouping: 'always',
  });
  formatters.set(name, made);
  return made;
}

function signsOf(currency: Currency, locale: string): { currency: string; decimal: string; group: string } {
  const parts = formatterOf(currency, locale).formatToParts('1234567');
  const numberParts = new Intl.NumberFormat(locale, { numberingSystem: 'latn', useGrouping: 'always' }).formatToParts(
    '1234567.5',
  );
  return {
    currency: valueOf(parts, 'currency') ?? currency,
    decimal: plain(valueOf(parts, 'decimal') ?? valueOf(numberParts, 'decimal') ?? '.'),
    group: plain(valueOf(parts, 'group') ?? valueOf(numberParts, 'group') ?? ','),
  };
}

function valueOf(parts: readonly Intl.NumberFormatPart[], type: string): string | undefined {
  return parts.find((part) => part.type === type)?.value;
}

/** Full-width forms become Western ones, every kind of blank and apostrophe one kind; writing direction marks go. */
function plain(text: string): string {
  const western = text.normalize('NFKC').replaceAll('\u2019', "'");
  return western.replace(/[\u200e\u200f\u061c]/g, '').replace(/\s+/g, ' ');
}

function withoutCurrency(text: string, names: readonly string[]): string {
  for (const name of names) {
    if (text.startsWith(name)) return text.slice(name.length).trim();
    if (text.endsWith(name)) return text.slice(0, -name.length).trim();
  }
  return text;
}
