import * as z from 'zod';

/** What is the matter with the printer, as a person at it would say. */
export const Condition = z.object({
  power: z.enum(['on', 'off']),
  /** Of the network: with `out` nothing comes or goes, and nobody is told. */
  cable: z.enum(['in', 'out']),
  paper: z.enum(['ok', 'near-end', 'out']),
  cover: z.enum(['closed', 'open']),
  drawer: z.enum(['closed', 'open']),
  /** `cutter` lasts until DLE ENQ, `overheated` until it has cooled, `broken` until it is switched off. */
  fault: z.enum(['none', 'cutter', 'overheated', 'broken']),
  /** Prints, and answers nothing. */
  mute: z.boolean(),
  /** Takes nothing and answers nothing; connections are open all the same. */
  hang: z.boolean(),
  /** How fast it prints what it has received; null for at once. */
  bytesPerSecond: z.int().min(1).max(10_000_000).nullable(),
  /** The drawer is locked or its cable loose: it does not open. */
  drawerStuck: z.boolean(),
});
export type Condition = Readonly<z.infer<typeof Condition>>;

export const ConditionChange = z.strictObject(
  Object.fromEntries(Object.entries(Condition.shape).map(([name, value]) => [name, z.exactOptional(value)])),
) as z.ZodType<Partial<Condition>>;
export type ConditionChange = Partial<Condition>;

/** Something that comes about in the middle of a job. */
export const Trouble = z.object({
  /** How many more, counted from when this is said. */
  after: z.int().min(0).max(100_000_000),
  /** `received`: bytes that arrive; `printed`: bytes that are carried out; `lines`: paper moved, 3.75 mm each. */
  of: z.enum(['received', 'printed', 'lines']),
  becomes: ConditionChange,
});
export type Trouble = Readonly<z.infer<typeof Trouble>>;

export const allWell: Condition = {
  power: 'on',
  cable: 'in',
  paper: 'ok',
  cover: 'closed',
  drawer: 'closed',
  fault: 'none',
  mute: false,
  hang: false,
  bytesPerSecond: null,
  drawerStuck: false,
};

/** A printer that is offline keeps what it has received, prints nothing, and answers real-time commands. */
export function isOffline({ paper, cover, fault }: Condition): boolean {
  return paper === 'out' || cover === 'open' || fault !== 'none';
}
