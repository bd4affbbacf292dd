import { err, ok, type Result } from '#payment';

/** A usage with its page: `page * 0x1_0000 + id`. */
export type Usage = number;

export function usageOf(page: number, id: number): Usage {
  return page * 0x1_0000 + id;
}

/** Consecutive usages, both ends included. */
export type UsageRange = { first: Usage; last: Usage };

/** One Input item: `count` elements of `elementBits` each, from `offsetBits` of its report on (after the report's number). */
export type InputItem = {
  /** 0 where reports have no number. */
  reportId: number;
  /** The application collection that it lies in; null outside of any. */
  application: Usage | null;
  offsetBits: number;
  elementBits: number;
  count: number;
  /** In order of the elements; the last one stands for all elements that are left. Empty for padding. */
  usages: readonly UsageRange[];
};

export type ReportDescriptor = {
  /** Every report begins with a byte that numbers it. */
  isNumbered: boolean;
  inputs: readonly InputItem[];
  /** Length of each report in bits, without its number. */
  inputBits: ReadonlyMap<number, number>;
};

export type DescriptorProblem = 'too-long' | 'cut-short' | 'unbalanced' | 'wrong-number' | 'report-too-long';

/** Linux takes no longer descriptor (HID_MAX_DESCRIPTOR_SIZE), and no longer report (HID_MAX_BUFFER_SIZE). */
export const descriptorBytesMax = 4_096;
export const reportBytesMax = 16_384;

/** Reads what a device says of its input reports (USB HID 1.11, 6.2.2). Any bytes are safe to read: the work is bounded by their length. */
export function readReportDescriptor(bytes: Uint8Array): Result<ReportDescriptor, DescriptorProblem> {
  if (bytes.byteLength > descriptorBytesMax) return err('too-long');
  const reading = new DescriptorReading();
  let at = 0;
  while (at < bytes.byteLength) {
    const prefix = bytes[at] ?? 0;
    if (prefix === longItem) {
      at += 3 + (bytes[at + 1] ?? 0); // no long item means anything yet
      if (at > bytes.byteLength) return err('cut-short');
      continue;
    }
    const size = (prefix & 3) === 3 ? 4 : prefix & 3;
    if (at + 1 + size > bytes.byteLength) return err('cut-short');
    const problem = reading.take(prefix & 0xfc, littleEndian(bytes, at + 1, size), size);
    if (problem !== null) return err(problem);
    at += 1 + size;
  }
  return reading.end();
}

const longItem = 0xfe;

/** Items that matter here, by their prefix without the size. */
const item = {
  input: 0x80,
  collection: 0xa0,
  endCollection: 0xc0,
  output: 0x90,
  feature: 0xb0,
  usagePage: 0x04,
  reportSize: 0x74,
  reportId: 0x84,
  reportCount: 0x94,
  push: 0xa4,
  pop: 0xb4,
  usage: 0x08,
  usageMinimum: 0x18,
  usageMaximum: 0x28,
} as const;

const applicationCollection = 1;
const constantFlag = 1;

type Globals = { usagePage: number; reportSize: number; reportCount: number; reportId: number };
/** As it was said: with its page, or without one. */
type SaidUsage = { value: number; hasPage: boolean };

class DescriptorReading {
  #globals: Globals = { usagePage: 0, reportSize: 0, reportCount: 0, reportId: 0 };
  readonly #pushed: Globals[] = [];
  /** Of each open collection the application that holds in it. */
  readonly #applications: (Usage | null)[] = [];
  #said: { first: SaidUsage; last: SaidUsage }[] = [];
  #minimum: SaidUsage | null = null;
  #isNumbered = false;
  readonly #inputs: InputItem[] = [];
  readonly #inputBits = new Map<number, number>();

  take(tag: number, value: number, size: number): DescriptorProblem | null {
    const globals = this.#globals;
    switch (tag) {
      case item.usagePage:
        globals.usagePage = value & 0xffff;
        return null;
      case item.reportSize:
        globals.reportSize = value;
        return null;
      case item.reportCount:
        globals.reportCount = value;
        return null;
      case item.reportId:
        if (value < 1 || value > 0xff) return 'wrong-number';
        globals.reportId = value;
        this.#isNumbered = true;
        return null;
      case item.push:
        this.#pushed.push({ ...globals });
        return null;
      case item.pop: {
        const restored = this.#pushed.pop();
        if (restored === undefined) return 'unbalanced';
        this.#globals = restored;
        return null;
      }
      case item.usage: {
        const said = { value, hasPage: size === 4 };
        this.#said.push({ first: said, last: said });
        return null;
      }
      case item.usageMinimum:
        this.#minimum = { value, hasPage: size === 4 };
        return null;
      case item.usageMaximum:
        if (this.#minimum !== null) this.#said.push({ first: this.#minimum, last: { value, hasPage: size === 4 } });
        this.#minimum = null;
        return null;
      case item.collection:
        this.#applications.push(value === applicationCollection ? this.#firstUsage() : this.#application());
        return this.#forgetLocals();
      case item.endCollection:
        if (this.#applications.pop() === undefined) return 'unbalanced';
        return this.#forgetLocals();
      case item.input:
        return this.#input(value) ?? this.#forgetLocals();
      case item.output:
      case item.feature:
        return this.#forgetLocals();
      default:
        return null; // units, limits, strings: nothing that places a byte
    }
  }

  end(): Result<ReportDescriptor, DescriptorProblem> {
    if (this.#applications.length > 0) return err('unbalanced');
    // With numbers, what was said before the first one belongs to no report.
    if (this.#isNumbered && this.#inputBits.has(0)) return err('wrong-number');
    return ok({ isNumbered: this.#isNumbered, inputs: this.#inputs, inputBits: this.#inputBits });
  }

  #input(flags: number): DescriptorProblem | null {
    const { reportSize, reportCount, reportId } = this.#globals;
    const offsetBits = this.#inputBits.get(reportId) ?? 0;
    const endBits = offsetBits + reportSize * reportCount;
    if (endBits > reportBytesMax * 8) return 'report-too-long';
    this.#inputBits.set(reportId, endBits);
    this.#inputs.push({
      reportId,
      application: this.#application(),
      offsetBits,
      elementBits: reportSize,
      count: reportCount,
      usages: (flags & constantFlag) === 0 ? this.#usages() : [],
    });
    return null;
  }

  #application(): Usage | null {
    return this.#applications.at(-1) ?? null;
  }

  #firstUsage(): Usage | null {
    return this.#usages()[0]?.first ?? null;
  }

  /** The page is the one that holds at the main item (HID 1.11, 6.2.2.8), not where the usage was said. */
  #usages(): UsageRange[] {
    const page = this.#globals.usagePage;
    const withPage = ({ value, hasPage }: SaidUsage): Usage => (hasPage ? value : usageOf(page, value));
    return this.#said
      .map(({ first, last }) => ({ first: withPage(first), last: withPage(last) }))
      .filter(({ first, last }) => first <= last);
  }

  #forgetLocals(): null {
    this.#said = [];
    this.#minimum = null;
    return null;
  }
}

function littleEndian(bytes: Uint8Array, at: number, size: number): number {
  let value = 0;
  for (let index = size - 1; index >= 0; index -= 1) value = value * 0x100 + (bytes[at + index] ?? 0);
  return value;
}
