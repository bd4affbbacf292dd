import { readPaymentCode } from '#payment';

import { Chance } from '../chance.ts';
import { cardNumber } from './card-numbers.ts';
import { ScanTill, stages } from './scan-till.ts';
import { dressedCard, dressedCode } from './dress.ts';
import { numbersIn } from './outputs.ts';
import { passesCardChecks, paymentCode } from './payment-codes.ts';

/** So many scans come before the till is looked at; its host lets 1,024 commands wait. */
const scansPerLook = 256;
/** Then a new till, at another stage. */
const looksPerTill = 40;
/** What a look lets pass, ms: with it a till lives through an open payment's whole wait. */
const passMs = 2_000;
/** A run ends early after so many. */
const failuresMax = 20;

/** Sentences about what should not be. They name no number: a card's is written nowhere, also not here. */
type Failures = string[];

export type CardRun = {
  given: number;
  tills: number;
  /** How often each thing was answered. */
  answers: Map<string, number>;
  /** Characters of output that were searched. */
  searched: number;
  failures: Failures;
};

/** `count` numbers of cards under the scanners of tills: each is refused, and leaves no trace (V36). */
export async function fuzzCards(seed: number, count: number, progress: (run: CardRun) => void): Promise<CardRun> {
  const run: CardRun = { given: 0, tills: 0, answers: new Map(), searched: 0, failures: [] };
  while (run.given < count && run.failures.length < failuresMax) {
    const stage = stages[run.tills % stages.length] ?? 'idle';
    const till = await ScanTill.at(stage);
    const chance = Chance.ofPart(seed, run.tills);
    run.tills += 1;
    for (let look = 0; look < looksPerTill && run.given < count; look++) {
      const numbers = new Set<string>();
      const scans = Math.min(scansPerLook, count - run.given);
      for (let i = 0; i < scans; i++) {
        const number = cardNumber(chance);
        const text = dressedCard(number, chance);
        numbers.add(number);
        if (readPaymentCode(text).ok) run.failures.push(`${shapeOf(text)} was read as a payment code`);
        till.give(text, chance);
      }
      run.given += scans;
      await till.pass(passMs);
      noteAnswers(run, till.takeAnswers(), scans, stage);
      const outputs = till.takeOutputs();
      run.searched += outputs.length;
      for (const found of numbersIn(outputs, numbers)) run.failures.push(`${stage}: ${shapeOf(found)} came out again`);
    }
    till.end();
    progress(run);
  }
  return run;
}

function noteAnswers(run: CardRun, answers: readonly string[], due: number, stage: string): void {
  for (const answer of answers) {
    run.answers.set(answer, (run.answers.get(answer) ?? 0) + 1);
    if (!answer.startsWith('bad-scan')) run.failures.push(`${stage}: a card’s number was answered with ${answer}`);
  }
  if (answers.length !== due) run.failures.push(`${stage}: ${due} scans had ${answers.length} answers`);
}

export type CodeRun = {
  read: number;
  /** Of 16 digits, and of them those that are refused because a card may have them. */
  of16: number;
  refused: number;
  failures: Failures;
};

/** `count` payment codes under the scanner of an idle till: each is held as it is, but for those that a card may have. */
export async function fuzzCodes(seed: number, count: number, progress: (run: CodeRun) => void): Promise<CodeRun> {
  const run: CodeRun = { read: 0, of16: 0, refused: 0, failures: [] };
  for (let part = 0; run.read < count && run.failures.length < failuresMax; part++) {
    const till = await ScanTill.at('idle');
    const chance = Chance.ofPart(seed, codesPart - part);
    for (let look = 0; look < looksPerTill && run.read < count; look++) {
      const scans = Math.min(scansPerLook, count - run.read);
      const refusedBefore = run.refused;
      let tail: string | null = null;
      for (let i = 0; i < scans; i++) {
        const code = paymentCode(chance);
        const text = dressedCode(code, chance);
        judgeCode(run, code, text);
        if (!passesCardChecks(code)) tail = code.slice(-4);
        till.give(text, chance);
      }
      await till.pass(0);
      const taken = till.takeAnswers().filter((answer) => answer === 'ok').length;
      if (taken !== scans - (run.refused - refusedBefore)) run.failures.push(`of ${scans} codes ${taken} were taken`);
      if (tail !== null && till.heldTail !== tail) run.failures.push('what is held is not what was scanned last');
      till.forgetOutputs();
    }
    till.end();
    progress(run);
  }
  return run;
}

/** Parts of the randomness that no till with cards has. */
const codesPart = -2;

function judgeCode(run: CodeRun, code: string, text: string): void {
  run.read += 1;
  if (code.length === 16) run.of16 += 1;
  const read = readPaymentCode(text);
  const may = passesCardChecks(code);
  if (!read.ok) run.refused += 1;
  if (read.ok ? read.value !== code : !may || read.error !== 'card-number')
    run.failures.push(`a payment code, ${shapeOf(text)}, was ${read.ok ? 'changed' : `refused as ${read.error}`}`);
  if (read.ok && may) run.failures.push(`${shapeOf(text)} may be a card’s, and was taken`);
}

/** What a text looks like, with every digit but a start of two made 0. */
function shapeOf(text: string): string {
  return JSON.stringify(text.replaceAll(/(?<=\d\d)\d/g, '0'));
}
