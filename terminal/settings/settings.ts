import { Currency, err, ok, TerminalId, type Result } from '#payment';
import * as z from 'zod';

/** Real money or play money. It stands in every record (V34); a journal of one is never continued in the other. */
export const Environment = z.enum(['sandbox', 'production']);
export type Environment = z.infer<typeof Environment>;

const name = z.string().trim().min(1, 'must not be empty').max(256);
const reference = z.string().regex(/^[A-Za-z0-9_-]{1,32}$/, 'must be 1 to 32 letters, digits, - or _');
const categoryCode = z.string().regex(/^\d{4}$/, 'must be the four digits of ISO 18245');

/** What a till must know about its shop before it can sell. */
export const Settings = z.strictObject({
  terminalId: TerminalId,
  // Real money needs a contract and keys that this version has no place for.
  environment: z.literal('sandbox'),
  currency: Currency,
  merchant: z.strictObject({ referenceMerchantId: reference, merchantName: name, merchantMCC: categoryCode }),
  store: z.strictObject({ referenceStoreId: reference, storeName: name, storeMCC: categoryCode }),
});
export type Settings = z.infer<typeof Settings>;

/** What a till on a new machine begins with. */
export const sampleSettings: Settings = Settings.parse({
  terminalId: 'TILL1',
  environment: 'sandbox',
  currency: 'EUR',
  merchant: {
    referenceMerchantId: 'M0001',
    merchantName: 'Harbour Tea House',
    merchantMCC: '5499',
  },
  store: {
    referenceStoreId: 'S0001',
    storeName: 'Harbour Tea House, Quay 1',
    storeMCC: '5499',
  },
});

/** The largest settings file that is read, in characters. */
export const settingsCharsMax = 65_536;

/** Reads a settings file's text. The error is a sentence that names the field. */
export function readSettings(text: string): Result<Settings, string> {
  if (text.length > settingsCharsMax) return err(`The file is longer than ${settingsCharsMax} characters.`);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return err('The file is not JSON.');
  }
  const settings = Settings.safeParse(json, { error: (issue) => inWords(issue), reportInput: true });
  return settings.success ? ok(settings.data) : err(settings.error.issues.map(sentence).join(' '));
}

export function settingsText(settings: Settings): string {
  return `${JSON.stringify(settings, null, 2)}\n`;
}

/** Words for what zod would say in its own; the rest is said by the schemas above. */
function inWords(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'is missing' : `must be ${article(issue.expected)}`;
    case 'invalid_value':
      return issue.input === undefined
        ? 'is missing'
        : `must be ${issue.values.map((v) => `"${String(v)}"`).join(' or ')}`;
    case 'invalid_format':
      return issue.path?.at(-1) === 'terminalId' ? 'must be 1 to 24 letters or digits' : undefined;
    case 'unrecognized_keys':
      return `has a field that is not known: ${issue.keys.join(', ')}`;
    default:
      return undefined;
  }
}

function sentence(issue: z.core.$ZodIssue): string {
  const field = issue.path.length === 0 ? 'The file' : issue.path.join('.');
  // The only check of the kind: `Currency`.
  if (issue.code === 'custom') return `${field}: "${String(issue.input)}" is not a currency code of ISO 4217.`;
  return `${field}: ${issue.message}.`;
}

function article(expected: string): string {
  return expected === 'object' ? 'an object' : `a ${expected}`;
}
