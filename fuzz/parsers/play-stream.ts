import { EventStreamReader, type StreamEvent } from '../../acquirer/client/event-stream.ts';
import type { StreamCase } from './case.ts';
import { none, type Verdict } from './own-reading.ts';

/** Below this no event can be too large. */
const charsMax = 16_384;

/** The events that the till hears, however the bytes are cut, and those that are in them. */
export function playStream({ bytes, cuts }: StreamCase): { is: Verdict; mustBe: Verdict } {
  const all = Buffer.from(bytes, 'base64');
  const reader = new EventStreamReader();
  const heard: StreamEvent[] = [];
  let from = 0;
  let tooLarge = false;
  for (const to of [...cuts, all.byteLength]) {
    const events = reader.take(all.subarray(from, to));
    if (events === null) {
      tooLarge = true;
      break;
    }
    heard.push(...events);
    from = to;
  }
  const must = eventsIn(all);
  const mayBeTooLarge = all.byteLength > charsMax;
  // What came before an event that is too large counts, nothing after it.
  const expected = tooLarge && mayBeTooLarge ? must.slice(0, heard.length) : must;
  const fits = !tooLarge || mayBeTooLarge;
  return { is: wordsOf(heard), mustBe: fits ? wordsOf(expected) : { kind: 'not too large' } };
}

function wordsOf(events: readonly StreamEvent[]): Verdict {
  return events.length === 0 ? none : { kind: 'events', code: JSON.stringify(events) };
}

/** WHATWG HTML, event stream interpretation, of all bytes at once. A last line that has not ended is none. */
function eventsIn(bytes: Uint8Array): StreamEvent[] {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes, { stream: true }).replace(/^\ufeff/, '');
  const complete = /^[^]*[\r\n](?=[^\r\n]*$)/.exec(text)?.[0] ?? '';
  // A carriage return at the very end may be the first half of a line's end.
  const settled = complete.length === text.length && complete.endsWith('\r') ? complete.slice(0, -1) : complete;
  const lines = settled.split('\r\n').join('\n').split('\r').join('\n').split('\n');
  lines.pop(); // what stands after the last end of a line
  const events: StreamEvent[] = [];
  let event = '';
  let data: string[] = [];
  for (const line of lines) {
    if (line === '') {
      if (data.length > 0) events.push({ event: event === '' ? 'message' : event, data: data.join('\n') });
      event = '';
      data = [];
      continue;
    }
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + (line[colon + 1] === ' ' ? 2 : 1));
    if (field === 'event') event = value;
    if (field === 'data') data.push(value);
  }
  return events;
}
