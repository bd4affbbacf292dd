import { ShopSettings } from '#contract';
import { err, ok, type Result } from '#payment';
import * as z from 'zod';

export { Environment, sampleSettings, type ShopSettings as Settings } from '#contract';

/** A settings file that anybody may write speaks of play money only: real money needs signed settings, which come by pairing (V34). */
const FileSettings = ShopSettings.extend({ environment: z.literal('sandbox') });

/** The largest settings file that is read, in characters. */
export const settingsCharsMax = 65_536;

/** Reads a settings file's text. The error is a sentence that names the field. */
export function readSettings(text: string): Result<ShopSettings, string> {
  if (text.length > settingsCharsMax) return err(`The file is longer than ${settingsCharsMax} characters.`);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return err('The file is not JSON.');
  }
  const settings = FileSettings.safeParse(json, { error: (issue) => inWords(issue), reportInput: true });
  return settings.success ? ok(settings.data) : err(settings.error.issues.map(sentence).join(' '));
}

export function settingsText(settings: ShopSettings): string {
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
