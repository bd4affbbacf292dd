import { isDeepStrictEqual } from 'node:util';

import { readJsonObject } from '#protocol';

import { Chance } from '../chance.ts';
import type { Case } from './case.ts';
import { nextCase } from './cases.ts';
import { none, type Verdict } from './own-reading.ts';
import { playAlipay } from './play-alipay.ts';
import { playBackendAnswer, playHint, playRequest } from './play-backend.ts';
import { playGrant } from './play-grant.ts';
import { playStream } from './play-stream.ts';
import { isFields } from './shape.ts';
import { strictJson } from './strict-json.ts';

export type ParserFailure = { case: Case; misfit: string };
export type ParserRun = {
  cases: number;
  /** How often each reader was asked, and how often it took what came. */
  readers: Map<string, { read: number; accepted: number }>;
  failures: ParserFailure[];
};

const failuresMax = 10;

/** `count` cases from the seed alone; a case's number and the seed make it again. */
export async function fuzzParsers(seed: number, count: number, progress: (run: ParserRun) => void): Promise<ParserRun> {
  const run: ParserRun = { cases: 0, readers: new Map(), failures: [] };
  while (run.cases < count && run.failures.length < failuresMax) {
    const one = nextCase(Chance.ofPart(seed, run.cases));
    const { misfit, accepted } = await playCase(one);
    if (misfit !== null) run.failures.push({ case: one, misfit });
    const reader = run.readers.get(one.reader) ?? { read: 0, accepted: 0 };
    run.readers.set(one.reader, { read: reader.read + 1, accepted: reader.accepted + Number(accepted) });
    run.cases += 1;
    progress(run);
  }
  return run;
}

/** `misfit`: the product read something else than must be read, or threw. */
export async function playCase(one: Case): Promise<{ misfit: string | null; accepted: boolean }> {
  try {
    const { is, mustBe } = await played(one);
    const same = isDeepStrictEqual(is, mustBe);
    const words = `${one.reader}: read as ${JSON.stringify(is)}, must be ${JSON.stringify(mustBe)}`;
    return { misfit: same ? null : words, accepted: is.kind !== 'none' };
  } catch (error) {
    return { misfit: `${one.reader}: threw ${error instanceof Error ? error.stack : String(error)}`, accepted: false };
  }
}

async function played(one: Case): Promise<{ is: Verdict; mustBe: Verdict }> {
  switch (one.reader) {
    case 'json':
      return playJson(Buffer.from(one.body, 'base64'));
    case 'alipay pay':
    case 'alipay order':
    case 'alipay inquiry':
    case 'alipay cancel':
    case 'notification':
      return playAlipay(one);
    case 'backend pay':
    case 'backend order':
    case 'backend inquiry':
    case 'backend cancel':
      return await playBackendAnswer(one);
    case 'payment order':
      return await playRequest(one);
    case 'hint':
      return playHint(one);
    case 'event stream':
      return playStream(one);
    case 'grant':
      return playGrant(one);
  }
}

function playJson(bytes: Uint8Array): { is: Verdict; mustBe: Verdict } {
  const read = readJsonObject(bytes);
  const own = strictJson(bytes);
  const mustRead = own !== null && isFields(own.value);
  const same = read.ok && mustRead && isDeepStrictEqual(read.value, own.value);
  return {
    is: read.ok ? { kind: same || !mustRead ? 'object' : 'another object' } : none,
    mustBe: mustRead ? { kind: 'object' } : none,
  };
}
