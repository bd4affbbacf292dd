/** A server-sent event; comments and events without data are none. */
export type StreamEvent = { event: string; data: string };

/** More than any event here needs. */
const eventCharsMax = 16_384;

/** Reads server-sent events from bytes as they come, however they are cut (WHATWG HTML, event stream interpretation). */
export class EventStreamReader {
  readonly #decoder = new TextDecoder();
  #rest = '';
  #event = '';
  #data: string[] = [];
  #chars = 0;

  /** The events that are complete now; null when one is too large: then nothing after it is to be read. */
  take(bytes: Uint8Array): StreamEvent[] | null {
    const lines = (this.#rest + this.#decoder.decode(bytes, { stream: true })).split(/\r\n|\n|\r(?!$)/);
    this.#rest = lines.pop() ?? '';
    const events: StreamEvent[] = [];
    for (const line of lines) {
      this.#chars += line.length;
      if (this.#chars > eventCharsMax) return null;
      const complete = this.#line(line);
      if (complete !== null) events.push(complete);
    }
    return this.#chars + this.#rest.length > eventCharsMax ? null : events;
  }

  #line(line: string): StreamEvent | null {
    if (line === '') return this.#dispatch();
    const [, field, value = ''] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? [];
    if (field === 'event') this.#event = value;
    else if (field === 'data') this.#data.push(value);
    return null;
  }

  #dispatch(): StreamEvent | null {
    const complete = this.#data.length === 0 ? null : { event: this.#event || 'message', data: this.#data.join('\n') };
    this.#event = '';
    this.#data = [];
    this.#chars = 0;
    return complete;
  }
}
