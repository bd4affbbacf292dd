import * as z from 'zod';

import { CommandFrame, frameBytesMax } from '#contract';

/** No command is nested deeper than 3. */
const depthMax = 16;

// The host judges the command itself and words the refusal; here only the envelope matters.
const Envelope = CommandFrame.extend({ command: z.unknown() });
export type Envelope = z.infer<typeof Envelope>;

/** What a screen sent, ready to be handed to the host; null when it is no command at all, too long or too deep. */
export function readEnvelope(text: string): Envelope | null {
  if (Buffer.byteLength(text) > frameBytesMax || isTooDeep(text)) return null;
  try {
    return Envelope.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null; // not JSON
  }
}

/** Without parsing: what is nested thousands of levels deep would exhaust the stack of whoever passes it on. */
function isTooDeep(text: string): boolean {
  const brackets = text.replace(/"(?:[^"\\]|\\.)*"/g, '').match(/[[\]{}]/g) ?? [];
  let depth = 0;
  for (const bracket of brackets) {
    depth += bracket === '[' || bracket === '{' ? 1 : -1;
    if (depth > depthMax) return true;
  }
  return false;
}
