/** A job that could not start by then, from its first record on, is parked: paper never comes as a surprise (HARDWARE 5, rule 9). */
export const startWithinMs = 60_000;

/** An order's code that is not on paper by then is not wanted any more: its time is short, and the customer stands there. */
export const orderCodeStartWithinMs = 10_000;

/** A drawer that opens later surprises somebody. */
export const kickWithinMs = 10_000;

/**
 * How long the driver process may take, by its own limits: 20 s and 1 s for each 4 KB (HARDWARE 5, rule 6) for the largest job there
 * is, 256 KB of it raster. After that no answer counts.
 */
export const answerWithinMs = 90_000;
export const kickAnswerWithinMs = 5_000;

/** A printer that was not ready is looked at again while something waits for it; many never say by themselves. */
export const lookAgainMs = 2_000;

/** So many jobs may wait for one printer; another is parked at once, where a person sees it. */
export const waitingMax = 50;

/** So many pulses may wait for one drawer; another is refused. */
export const kicksMax = 4;

/** The list of what is not printed; the oldest leave it, and are found by their payment. */
export const notPrintedMax = 200;

/** What ended is shown for a while. */
export const endedKept = 20;

/** Of paper of 58 mm: what is laid out for it comes out whole on every printer. */
export const columnsWhenUnknown = 32;

/** A snapshot shows so many of the newest jobs, whatever became of them, before those that are not printed. */
export const newestShown = 10;

/** Changes of the drawer's switch that are recorded in any minute: one that flutters must not fill the disk. */
export const drawerSeenPerMinuteMax = 20;
