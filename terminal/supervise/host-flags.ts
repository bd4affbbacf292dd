import { readBackendAddress } from './backend-address.ts';

/** The host ends with this exit code, before anything else, when it does not take its flags. */
export const wrongFlagsCode = 2;

/** The flags that a shell hands on to the host, as they were typed. */
export type HostFlagTexts = {
  backend?: string | undefined;
  'backend-key'?: string | undefined;
  'time-scale'?: string | undefined;
  'time-origin'?: string | undefined;
};

/** The last moment that a Date can name, ms since 1970 (ECMA-262, "Time Values and Time Range"). */
const lastMoment = 8.64e15;

/** What is wrong with them, in one sentence; null when nothing is. Shells and host ask here, so that they never differ. */
export function wrongHostFlag(texts: HostFlagTexts): string | null {
  const { backend, 'time-scale': timeScale, 'time-origin': timeOrigin } = texts;
  if (backend !== undefined && readBackendAddress(backend) === null)
    return `--backend ${backend} is not the address of a backend: https, or http on this machine only.`;
  if (texts['backend-key'] !== undefined && backend === undefined) return '--backend is needed with --backend-key.';
  if (timeScale !== undefined && !isTimeScale(timeScale)) return '--time-scale must be a number from 0.01 to 1000.';
  if (timeOrigin !== undefined && !isMoment(timeOrigin)) return '--time-origin must be whole milliseconds since 1970.';
  return null;
}

/** Whether a text is a moment in whole ms since 1970. */
export function isMoment(text: string): boolean {
  return /^\d+$/.test(text) && Number(text) <= lastMoment;
}

function isTimeScale(text: string): boolean {
  return text.trim() !== '' && Number(text) >= 0.01 && Number(text) <= 1_000;
}
