import * as z from 'zod';

/** The colours of `StoreWord`, each a token of the look. */
export const StoreColour = z.enum(['blue', 'orange', 'pink', 'teal', 'yellow', 'brown', 'black', 'green']);
export type StoreColour = z.infer<typeof StoreColour>;

/**
 * The store's word of the minute: the same at every till and customer display of one store, known to nobody before the
 * backend says it with a success, so that no phone can show it.
 */
export const StoreWord = z.strictObject({ word: z.string().regex(/^[a-z]{3,12}$/), colour: StoreColour });
export type StoreWord = z.infer<typeof StoreWord>;
