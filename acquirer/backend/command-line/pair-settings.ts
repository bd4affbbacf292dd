import { readFileSync } from 'node:fs';

import { sampleSettings, ShopSettings, type Environment } from '#contract';
import type { TerminalId } from '#payment';

import { StartFault } from '../postgres/fault.ts';

/** What was said about the shop on the command line; what was not said is taken over from elsewhere. */
export type ShopFlags = {
  /** A file with a whole `ShopSettings`, or the parts of it that differ. */
  file: string | null;
  name: string | null;
  merchantName: string | null;
  merchantId: string | null;
  mcc: string | null;
  storeName: string | null;
  storeId: string | null;
  currency: string | null;
};

/**
 * The settings of a new till. What the flags and their file leave open is as at the till that was paired last, in a
 * sandbox without any as in the sample shop. @throws StartFault in words
 */
export function settingsFor(
  till: { terminalId: TerminalId; environment: Environment },
  flags: ShopFlags,
  lastPaired: string | null,
): ShopSettings {
  const base = baseFor(till.environment, lastPaired);
  const file = flags.file === null ? {} : readFile(flags.file);
  if (file['environment'] !== undefined && file['environment'] !== till.environment)
    throw new StartFault(`${flags.file} is not for this backend, whose environment is ${till.environment}.`);
  const settings = ShopSettings.safeParse({
    ...base,
    ...file,
    ...given({ terminalName: flags.name, currency: flags.currency }),
    ...till,
    merchant: {
      ...asObject(base['merchant']),
      ...asObject(file['merchant']),
      ...given({ referenceMerchantId: flags.merchantId, merchantName: flags.merchantName, merchantMCC: flags.mcc }),
    },
    store: {
      ...asObject(base['store']),
      ...asObject(file['store']),
      ...given({ referenceStoreId: flags.storeId, storeName: flags.storeName, storeMCC: flags.mcc }),
    },
  });
  if (settings.success) return settings.data;
  const words = settings.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new StartFault(`The shop's settings are not complete or not right. ${words.join('; ')}.`);
}

function baseFor(environment: Environment, lastPaired: string | null): Record<string, unknown> {
  if (lastPaired === null) return environment === 'sandbox' ? sampleSettings : {};
  const { terminalName: _theirs, ...shop } = asObject(JSON.parse(lastPaired));
  return shop;
}

function readFile(path: string): Record<string, unknown> {
  try {
    return asObject(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    throw new StartFault(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}.`);
  }
}

function asObject(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function given(fields: Readonly<Record<string, string | null>>): Record<string, string> {
  return Object.fromEntries(Object.entries(fields).filter((field): field is [string, string] => field[1] !== null));
}
