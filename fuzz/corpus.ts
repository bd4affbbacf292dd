import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Cases that failed once, and some that must never: every `npm test` plays them again. */
export type Corpus<Case> = readonly { name: string; case: Case }[];

export function readCorpus<Case>(of: 'link' | 'parsers' | 'scanners'): Corpus<Case> {
  return JSON.parse(readFileSync(fileOf(of), 'utf8')) as Corpus<Case>;
}

/** Puts a case at the end; the file stays readable by people, so that it can be reviewed. */
export function addToCorpus(of: 'link' | 'parsers' | 'scanners', name: string, found: unknown): void {
  const all = [...readCorpus<unknown>(of), { name, case: found }];
  writeFileSync(fileOf(of), `${JSON.stringify(all, null, 2)}\n`);
}

function fileOf(of: string): string {
  return fileURLToPath(new URL(`corpus/${of}.json`, import.meta.url));
}
