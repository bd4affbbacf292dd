/** What of the numbers that went in stands in what came out, whole, and also where blanks or dashes divide it. */
export function numbersIn(outputs: string, numbers: ReadonlySet<string>): string[] {
  const found = new Set<string>();
  for (const text of [outputs, outputs.replaceAll(/(?<=\d)[ -]+(?=\d)/g, '')]) {
    for (const [run] of text.matchAll(/\d{13,}/g))
      for (const part of partsOf(run)) if (numbers.has(part)) found.add(part);
  }
  return [...found];
}

/** All that could be a card's number in a run of digits. */
function* partsOf(run: string): Generator<string> {
  for (let length = 13; length <= 19; length++) {
    for (let from = 0; from + length <= run.length; from++) yield run.slice(from, from + length);
  }
}
