import { StoreColour, type EpochMs, type StoreWord } from '#payment';

const minuteMs = 60_000;

/** Short, easily told apart, and the same in every language: they are read from one screen to the other. */
const words = [
  ...'amber anchor apple arrow badger bamboo basil beacon birch bottle bridge'.split(' '),
  ...'candle canyon carrot castle cedar cherry clover comet copper coral cricket'.split(' '),
  ...'dolphin dragon eagle ember falcon feather forest fox garden ginger glacier'.split(' '),
  ...'harbour hazel heron honey island ivory jasmine kettle lantern lemon lily'.split(' '),
  ...'magnet maple marble meadow mirror moon oak ocean olive otter owl panda'.split(' '),
  ...'pebble pepper piano river robin saffron salmon sparrow tiger tulip willow'.split(' '),
];

/** The word of the store in the minute of `at`: by a keyed hash, so that nobody else can reckon it. */
export function storeWordOf(storeId: string, at: EpochMs, keyedHash: (text: string) => string): StoreWord {
  const minute = Math.floor(at / minuteMs);
  const digest = Buffer.from(keyedHash(`store word\n${storeId}\n${minute}`), 'hex');
  const word = words[digest.readUInt32BE(0) % words.length];
  const colour = StoreColour.options[digest.readUInt32BE(4) % StoreColour.options.length];
  if (word === undefined || colour === undefined) throw new Error('a remainder is within its list');
  return { word, colour };
}
