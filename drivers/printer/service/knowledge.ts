/** What was learned of a printer by talking to it. */
export type Knowledge = {
  /** `nothing`: it takes what it gets. Null: nobody has asked yet. */
  answers: 'something' | 'nothing' | null;
  /** It says its status by itself (`GS a`). */
  automatic: boolean | null;
  /** It says when it has come so far (`GS r`): only such a printer ever says that a job is done. */
  reached: boolean | null;
};

export const nothingKnown: Knowledge = { answers: null, automatic: null, reached: null };

/** A job could not be told of yet as it can be. */
export function isUnknown({ answers, automatic, reached }: Knowledge): boolean {
  return answers === null || (answers === 'something' && (automatic === null || reached === null));
}

/** Something that it does not answer, or did not when it was asked. */
export function hasNo({ answers, automatic, reached }: Knowledge): boolean {
  return answers === 'nothing' || automatic === false || reached === false;
}

/** What it does answer; the rest is asked anew. */
export function withoutNo({ answers, automatic, reached }: Knowledge): Knowledge {
  return {
    answers: answers === 'nothing' ? null : answers,
    automatic: automatic === false ? null : automatic,
    reached: reached === false ? null : reached,
  };
}
