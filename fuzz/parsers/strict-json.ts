import type { Json } from '../mutation/json-mutation.ts';

const bytesMax = 65_536;
const depthMax = 32;

/**
 * RFC 8259 read by hand, with the rules that this house adds: at most 64 KB of valid UTF-8 without a byte order mark,
 * at most 32 levels, no key twice in one object, no `__proto__`. Nothing for what does not keep them.
 */
export function strictJson(bytes: Uint8Array): { value: Json } | null {
  if (bytes.byteLength > bytesMax) return null;
  const text = Buffer.from(bytes).toString('utf8');
  if (!Buffer.from(text, 'utf8').equals(bytes)) return null;
  try {
    return { value: new Reader(text).whole() };
  } catch (error) {
    if (error instanceof NotJson) return null;
    throw error;
  }
}

class NotJson extends Error {
  override readonly name = 'NotJson';
}

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  whole(): Json {
    const value = this.#value(0);
    this.#space();
    if (this.#at < this.#text.length) throw new NotJson();
    return value;
  }

  #value(depth: number): Json {
    this.#space();
    switch (this.#text[this.#at]) {
      case '{':
        return this.#object(depth + 1);
      case '[':
        return this.#array(depth + 1);
      case '"':
        return this.#string();
      case 't':
        return this.#word('true', true);
      case 'f':
        return this.#word('false', false);
      case 'n':
        return this.#word('null', null);
      default:
        return this.#number();
    }
  }

  #object(depth: number): Json {
    if (depth > depthMax) throw new NotJson();
    const entries = new Map<string, Json>();
    this.#at += 1;
    for (let first = true; !this.#takes('}'); first = false) {
      if (!first) this.#needs(',');
      this.#space();
      if (this.#text[this.#at] !== '"') throw new NotJson();
      const key = this.#string();
      if (entries.has(key) || key === '__proto__') throw new NotJson();
      this.#needs(':');
      entries.set(key, this.#value(depth));
    }
    return Object.fromEntries(entries);
  }

  #array(depth: number): Json {
    if (depth > depthMax) throw new NotJson();
    const items: Json[] = [];
    this.#at += 1;
    for (let first = true; !this.#takes(']'); first = false) {
      if (!first) this.#needs(',');
      items.push(this.#value(depth));
    }
    return items;
  }

  #string(): string {
    let value = '';
    for (this.#at += 1; this.#text[this.#at] !== '"'; this.#at += 1) {
      const char = this.#text[this.#at];
      if (char === undefined || char < ' ') throw new NotJson();
      value += char === '\\' ? this.#escaped() : char;
    }
    this.#at += 1;
    return value;
  }

  /** After it, the last character of the escape is the current one. */
  #escaped(): string {
    this.#at += 1;
    const char = this.#text[this.#at] ?? '';
    if (char === 'u') {
      const hex = this.#text.slice(this.#at + 1, this.#at + 5);
      if (!/^[0-9A-Fa-f]{4}$/.test(hex)) throw new NotJson();
      this.#at += 4;
      return String.fromCharCode(Number.parseInt(hex, 16));
    }
    const plain = escapes.get(char);
    if (plain === undefined) throw new NotJson();
    return plain;
  }

  #number(): number {
    numberShape.lastIndex = this.#at;
    const digits = numberShape.exec(this.#text)?.[0];
    if (digits === undefined) throw new NotJson();
    this.#at += digits.length;
    return Number(digits);
  }

  #word<T extends Json>(word: string, value: T): T {
    if (!this.#text.startsWith(word, this.#at)) throw new NotJson();
    this.#at += word.length;
    return value;
  }

  #takes(char: string): boolean {
    this.#space();
    if (this.#text[this.#at] !== char) return false;
    this.#at += 1;
    return true;
  }

  #needs(char: string): void {
    if (!this.#takes(char)) throw new NotJson();
  }

  #space(): void {
    while (' \t\n\r'.includes(this.#text[this.#at] ?? 'x')) this.#at += 1;
  }
}

const numberShape = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;

const escapes: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ['\\', '\\'],
  ['/', '/'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
]);
