/** What must be on the disk before a process says it to anybody. */
type Rule = {
  name: string;
  /** What the journal's write holds, besides the payment's id. */
  record: string;
  /** Finds the payment's id in a write to anybody else, when that write is the one that has to wait. */
  says: RegExp;
};

const id = String.raw`(TILL1\w+)`;
/** As strace prints them: quotes are escaped. */
const rules: readonly Rule[] = [
  {
    name: '[V13] pay',
    record: 'pay.intent',
    says: new RegExp(String.raw`POST /v1/payments HTTP.*paymentRequestId\\":\\"${id}`),
  },
  { name: '[V13] cancel', record: 'cancel.intent', says: new RegExp(`POST /v1/payments/${id}/cancel`) },
  {
    name: '[V14] outcome',
    record: 'final',
    says: new RegExp(String.raw`\\"at\\":\\"outcome\\".*?\\"paymentRequestId\\":\\"${id}`),
  },
];

export type OrderCheck = {
  /** The rules that were put to the test, once for each payment. */
  held: string[];
  /** Sentences: what was said before it was on the disk. */
  broken: string[];
};

type Write = { index: number; file: string; text: string };

/**
 * Checks the order of the system calls of a till: `strace -f -yy` of write, pwrite64, writev, sendto, sendmsg, fsync and
 * fdatasync. A sync counts from its return, a write from its call.
 */
export function checkOrder(trace: string): OrderCheck {
  const lines = trace.split('\n');
  const writes = lines.flatMap(writeIn);
  const syncs = lines.flatMap(syncIn);
  const journal = writes.filter(({ file }) => isJournal(file));
  const said = writes.filter(({ file }) => isOutward(file));
  const check: OrderCheck = { held: [], broken: [] };
  for (const rule of rules) {
    const seen = new Set<string>();
    for (const { index, text } of said) {
      const payment = rule.says.exec(text)?.[1];
      if (payment === undefined || seen.has(payment)) continue;
      seen.add(payment);
      // Beside each other, as kind and attempt are in one row: a page holds rows of other payments too.
      const row = new RegExp(`${rule.record}[^"]{0,80}?${payment}`);
      const record = journal.find((write) => row.test(write.text));
      const isDurable = record !== undefined && syncs.some((sync) => sync > record.index && sync < index);
      if (isDurable) check.held.push(`${rule.name} of ${payment}`);
      else check.broken.push(`${rule.name} of ${payment} left before ${rule.record} was on the disk`);
    }
  }
  return check;
}

function writeIn(line: string, index: number): Write[] {
  const found = /^\d+\s+(?:write|pwrite64|writev|sendto|sendmsg)\(\d+<(.*?)>, (.*)$/.exec(line);
  return found === null ? [] : [{ index, file: found[1] ?? '', text: found[2] ?? '' }];
}

/** Threads interleave: strace then prints the call first and its return on a later line, which names no file. */
function syncIn(line: string, index: number, lines: readonly string[]): number[] {
  const whole = /^(\d+)\s+(?:fsync|fdatasync)\(\d+<(.*?)>(.*)$/.exec(line);
  if (whole === null || !isJournal(whole[2] ?? '')) return [];
  const [, thread, , rest = ''] = whole;
  if (rest.endsWith('= 0')) return [index];
  if (!rest.includes('<unfinished')) return [];
  const resumed = new RegExp(String.raw`^${thread}\s+<\.\.\. (?:fsync|fdatasync) resumed>`);
  const end = lines.findIndex((later, at) => at > index && resumed.test(later));
  return lines[end]?.endsWith('= 0') === true ? [end] : [];
}

function isJournal(file: string): boolean {
  return file.includes('journal.sqlite');
}

/** A socket to the backend, a screen or the parent process. */
function isOutward(file: string): boolean {
  return /^(TCP|UNIX|pipe:|socket:)/.test(file);
}
