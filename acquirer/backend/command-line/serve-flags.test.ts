import { describe, expect, it } from 'vitest';

import { readServeFlags, serveHelp } from './serve-flags.ts';
import { flagWords } from './words.ts';

const needed = ['--port', '0', '--data', 'd', '--alipay-client-id', 'C', '--alipay-public-key', 'p'];
const overTls = [...needed, '--alipay', 'https://open-sea.alipayplus.com'];
const pin = 'sha256/AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=';
const backup = 'sha256/AQECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=';

function wordsFor(args: readonly string[]): string | null {
  try {
    readServeFlags(args);
    return null;
  } catch (error) {
    return flagWords(error);
  }
}

describe('who answers for Alipay+', () => {
  it('[R3] has one of the pinned keys, or any when none is given', () => {
    const read = readServeFlags([...overTls, '--alipay-pin', pin, '--alipay-pin', backup, '--alipay-ca', 'ca.pem']);
    expect(read?.settings).toMatchObject({ alipayPins: [pin, backup], alipayAuthorityFile: 'ca.pem' });
    expect(readServeFlags(overTls)?.settings).toMatchObject({ alipayPins: [], alipayAuthorityFile: null });
    expect(serveHelp).toContain('--alipay-pin sha256/BASE64 ');
    expect(serveHelp).toContain('--alipay-ca FILE ');
  });

  it.each([
    ['a pin that is too short', [...overTls, '--alipay-pin', 'sha256/AAEC'], /^--alipay-pin sha256\/AAEC is no pin: /],
    ['one wrong pin among right ones', [...overTls, '--alipay-pin', pin, '--alipay-pin', 'x'], /^--alipay-pin x is no/],
    ['an empty pin', [...overTls, '--alipay-pin', ''], /^--alipay-pin {2}is no pin/],
    ['a pin without its flag’s value', [...overTls, '--alipay-pin'], /--alipay-pin/],
    ['a pin over http', [...needed, '--alipay', 'http://127.0.0.1:1', '--alipay-pin', pin], /needs https/],
    ['a pin over HTTP', [...needed, '--alipay', ' HTTP://127.0.0.1:1', '--alipay-pin', pin], /needs https/],
    ['an authority over http', [...needed, '--alipay', 'http://127.0.0.1:1', '--alipay-ca', 'f'], /needs https/],
    ['an authority without a name', [...overTls, '--alipay-ca', ''], /^--alipay-ca is missing/],
  ])('[R3] %s is refused in words', (_what, args, words) => {
    expect(wordsFor(args)).toMatch(words);
    expect(wordsFor(args)).toMatch(/--help lists the flags\.$/);
  });
});
