import * as fc from 'fast-check';
import { expect, it } from 'vitest';

import { bytes } from '../testing/printed.ts';
import { commandBytesMax, Lexer, piecesOf } from './lexer.ts';

const named = (stream: Uint8Array): string[] =>
  piecesOf(stream).map(({ kind, name, length }) =>
    kind === 'command' || kind === 'text' ? `${name} ${length}` : `${kind}: ${name} ${length}`,
  );

it.each<[string, readonly (number | string)[], readonly string[]]>([
  ['text between commands', [0x1b, '@', 'Total', 0x0a], ['ESC @ 2', 'text 5', 'LF 1']],
  ['NULs, which mean nothing', [0, 0, 'a', 0], ['ignored: control 2', 'text 1', 'ignored: control 1']],
  ['parameters that look like commands', [0x1b, 'a', 0x1b, 0x1b, '!', 0x1d], ['ESC a 3', 'ESC ! 3']],
  ['a bit image of one byte a column', [0x1b, '*', 0, 3, 0, 1, 2, 3, 'x'], ['ESC * 8', 'text 1']],
  ['a bit image of three bytes a column', [0x1b, '*', 33, 1, 0, 1, 2, 3, 'x'], ['ESC * 8', 'text 1']],
  ['a bit image of a density that does not exist', [0x1b, '*', 7, 'ab'], ['unknown: ESC * 3', 'text 2']],
  ['tabs that are ended by NUL', [0x1b, 'D', 8, 16, 0, 'x'], ['ESC D 5', 'text 1']],
  ['tabs that are ended by one that does not rise', [0x1b, 'D', 8, 16, 12, 'x'], ['ESC D 4', 'FF 1', 'text 1']],
  ['a bar code that is ended by NUL', [0x1d, 'k', 4, 'AB', 0, 'x'], ['GS k 6', 'text 1']],
  ['a bar code that is counted', [0x1d, 'k', 73, 4, '{B', 0, 10, 'x'], ['GS k 8', 'text 1']],
  ['a bar code of a kind that does not exist', [0x1d, 'k', 50, 'ab'], ['unknown: GS k 3', 'text 2']],
  ['a QR code', [0x1d, '(k', 3, 0, 49, 81, 48, 'x'], ['GS ( 8', 'text 1']],
  ['graphics that are counted in 32 bits', [0x1d, '8L', 2, 0, 0, 0, 48, 50, 'x'], ['GS 8 9', 'text 1']],
  ['a raster image', [0x1d, 'v0', 0, 2, 0, 2, 0, 1, 2, 3, 4, 'x'], ['GS v 12', 'text 1']],
  ['the three kinds of cut', [0x1d, 'V', 0, 0x1d, 'VB', 3, 0x1d, 'Va', 3], ['GS V 3', 'GS V 4', 'GS V 4']],
  [
    'a drawer kick without its times, which takes what follows',
    [0x1b, 'p', 0, 0x1b, 'p', 1],
    ['ESC p 5', 'ignored: control 1'],
  ],
  ['real-time commands between others', [0x10, 4, 1, 0x10, 0x14, 1, 0, 1], ['DLE EOT 3', 'DLE DC4 5']],
  [
    'characters that the host draws itself',
    [0x1b, '&', 3, 'A', 'B', 1, 1, 2, 3, 2, 1, 2, 3, 4, 5, 6, 'x'],
    ['ESC & 16', 'text 1'],
  ],
  ['stored pictures', [0x1c, 'q', 1, 1, 0, 1, 0, 1, 2, 3, 4, 5, 6, 7, 8, 'x'], ['FS q 15', 'text 1']],
  ['a command that no reference has', [0x1b, '~', 'ab'], ['unknown: ESC ~ 2', 'text 2']],
  ['ESC in front of a command', [0x1b, 0x1b, '@'], ['unknown: ESC 1bh 1', 'ESC @ 2']],
  ['a command that is cut short', ['a', 0x1d, 'v0', 0, 9], ['text 1', 'unknown: cut short 5']],
])('cuts %s', (_name, parts, expected) => {
  const stream = bytes(...parts);
  expect(named(stream)).toEqual(expected);
});

it('gives each byte to exactly one piece, in order, whatever comes', () => {
  fc.assert(
    fc.property(streams(), (stream) => {
      const pieces = piecesOf(stream);
      let at = 0;
      for (const piece of pieces) {
        expect(piece.at).toBe(at);
        expect(piece.length).toBeGreaterThan(0);
        expect(piece.bytes).toEqual(stream.slice(at, at + piece.length));
        at += piece.length;
      }
      expect(at).toBe(stream.length);
    }),
    { seed: 20261122, numRuns: 400 },
  );
});

it('cuts the same when the bytes come one by one', () => {
  fc.assert(
    fc.property(streams(), (stream) => {
      const lexer = new Lexer();
      const single = [...stream].flatMap((byte) => lexer.push(Uint8Array.of(byte)));
      const whole = new Lexer().push(stream);
      // Text and what means nothing come as they come; commands must be the same.
      const commands = (pieces: typeof whole): unknown[] =>
        pieces
          .filter(({ kind }) => kind === 'command' || kind === 'unknown')
          .map(({ name, at, length }) => [name, at, length]);
      expect(commands(single)).toEqual(commands(whole));
    }),
    { seed: 20261122, numRuns: 400 },
  );
});

it('passes over a command that is longer than a printer can hold, without holding it', () => {
  const lexer = new Lexer();
  const bytesSent = 2 * commandBytesMax;
  lexer.push(bytes(0x1d, '8L', 0, 0, bytesSent >> 16, 0));
  const chunk = new Uint8Array(1 << 16);
  let pieces: ReturnType<Lexer['push']> = [];
  for (let sent = 0; sent < bytesSent; sent += chunk.length) pieces = lexer.push(chunk);
  expect(pieces).toMatchObject([{ kind: 'command', name: 'GS 8', length: bytesSent + 7 }]);
  expect(pieces[0]!.bytes).toHaveLength(commandBytesMax);
  expect(lexer.push(bytes('x'))).toMatchObject([{ kind: 'text', at: bytesSent + 7 }]);
});

it('forgets a half command when the power goes', () => {
  const lexer = new Lexer();
  lexer.push(bytes(0x1d, 'v0', 0, 9));
  lexer.forget();
  expect(lexer.push(bytes('x'))).toMatchObject([{ kind: 'text', at: 5 }]);
});

/** Bytes among which commands are as frequent as in a receipt. */
function streams(): fc.Arbitrary<Uint8Array> {
  const byte = fc.oneof(
    fc.integer({ min: 0, max: 255 }),
    fc.constantFrom(0x1b, 0x1c, 0x1d, 0x10),
    fc.constantFrom(...Buffer.from('@!-EGMatRJd23p{V$\\*DBbHhwfkv(LWrI8QqFgC&&;'), 0, 1, 2, 3, 48, 49, 65, 73),
  );
  return fc.array(byte, { maxLength: 120 }).map((list) => Uint8Array.from(list));
}
