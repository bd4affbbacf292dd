import * as z from 'zod';

import { CommandFrame, frameBytesMax } from '#contract';

/** No command is nested deeper than 3. */
const depthMax = 16;

// The host judges the command itself and words the refusal; here only the envelope matters.
const Envelope = CommandFrame.extend({ command: z.unknown() });
export type Envelope = z.infer<typeof Envelope>;

/** What a shell hands to the host in place of what it refused itself: no command, so that the host records it (V39). */
export const notACommand = {};

/** What a screen sent, ready to be handed to the host; null when it is no command at all, too long or too deep. */
export function readEnvelope(text: string): Envelope | null {
  if (Buffer.byteLength(text) > frameBytesMax || isTooDeep(text)) return null;
  try {
    return Envelope.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null; // not JSON
  }
}

/**
 * Without parsing: what is nested thousands of levels deep would exhaust the stack of whoever passes it on. One look at
 * each character: a pattern for strings looks at an unfinished one again from each of its quotes, which took 11 s here.
 */
function isTooDeep(text: string): boolean {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    if (inString && char === '\\') at += 1;
    else if (char === '"') inString = !inString;
    else if (!inString && (char === '[' || char === '{') && ++depth > depthMax) return true;
    else if (!inString && (char === ']' || char === '}')) depth -= 1;
  }
  return false;
}
