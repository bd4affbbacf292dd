import * as z from 'zod';

import { CommandFrame, DisplayFrame, frameBytesMax } from '#contract';

/** No command is nested deeper than 3. */
const depthMax = 16;

// The host judges the command itself and words the refusal; here only the envelope matters.
const Envelope = CommandFrame.extend({ command: z.unknown() });
export type Envelope = z.infer<typeof Envelope>;

/** What a shell hands to the host in place of what it refused itself: no command, so that the host records it (V39). */
export const notACommand = {};

/** What a screen sent, ready to be handed to the host; null when it is no command at all, too long or too deep. */
export function readEnvelope(text: string): Envelope | null {
  return Envelope.safeParse(readJson(text)).data ?? null;
}

/** Names every word of a display to the host: nobody waits for its reply, and no till's screen goes by it. */
const displaysId = 'display';

/**
 * What a customer display sent, ready to be handed to the host: that it is there, the one thing that it may say; null for
 * everything else. It does not choose the id: one of a till's would get that till's reply answered.
 */
export function readDisplayHere(text: string): DisplayFrame | null {
  const frame = DisplayFrame.safeParse(readJson(text));
  return frame.success ? { ...frame.data, id: displaysId } : null;
}

/** Undefined for what is too long, too deep or no JSON. */
function readJson(text: string): unknown {
  if (Buffer.byteLength(text) > frameBytesMax || isTooDeep(text)) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
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
