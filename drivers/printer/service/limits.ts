/** Opening a connection or a device. */
export const openWithinMs = 3_000;
/** An answer to a question, and a change of drawer that follows a pulse. */
export const statusWithinMs = 2_000;
/** The first answer of one that was left in the middle of something; then that is ended, and it is asked once more. */
export const brokenAnswersWithinMs = 500;
/** How long NULs may take to end a command that somebody left half-sent. */
export const flushWithinMs = 2_000;
/** A job may take this long, and as much again for each so many bytes. */
export const jobWithinMs = 20_000;
export const jobUnitMs = 1_000;
export const jobUnitBytes = 4_096;
/** Letting out what was written, and closing. */
export const endWithinMs = 1_000;
/** A job that could not start by then is not printed: it would come as a surprise. */
export const startWithinMs = 60_000;
/** A pulse for the drawer that could not be given by then is not given. */
export const kickWithinMs = 4_000;
/** After the pulse, how long its drawer may take to open. */
export const drawerOpensWithinMs = 1_000;
/** How often the drawer's switch is asked meanwhile, and a printer that says nothing by itself during a job. */
export const askAgainMs = 250;
/**
 * Once an answer to an old question may have come, so long without another says that there is none: between the two a printer has
 * to carry out 30 bytes, none of which prints; at 9600 baud that is 31 ms.
 */
export const quietMs = 500;
/** Written at a time: so much at most leaves after a printer has said that it cannot go on. */
export const chunkBytes = 1_024;
/** The longest receipt, every line of it a picture: as paper, 9 m. */
export const documentBytesMax = 262_144;
/** Jobs that may wait in this process for one printer. */
export const waitingMax = 64;
/** Outcomes that are kept, so that no job is printed twice. */
export const outcomesMax = 10_000;
/** How often a printer is asked how it is while nothing else is wanted of it; and one that something is wrong with. */
export const lookEveryMs = 30_000;
export const lookAgainMs = 5_000;
