import type { Chance } from '../chance.ts';

type Dress = (digits: string, chance: Chance) => string;

const ends = ['', '\r', '\n', '\r\n', '\t'] as const;
const aims = [']C0', ']C1', ']E0', ']E4', ']A0', ']Q1', ']L0', ']d1', ']X0'] as const;

/** As the same digits come from a scanner, whatever they are. */
const plain: readonly [Dress, ...Dress[]] = [
  (digits) => digits,
  (digits, chance) => digits + chance.pick(ends),
  (digits, chance) => chance.pick(aims) + digits + chance.pick(ends),
  (digits) => digits.replaceAll(/(.{4})(?=.)/g, '$1 '),
  (digits, chance) => ` ${digits} ${chance.pick(ends)}`,
];

/** As a card comes from a reader of stripes, a label or a screen. */
const cards: readonly [Dress, ...Dress[]] = [
  (digits) => digits.replaceAll(/(.{4})(?=.)/g, '$1-'),
  (digits) => `${digits.slice(0, 4)} ${digits.slice(4, 10)} ${digits.slice(10)}`,
  // ISO/IEC 7813: the two tracks that banks use.
  (digits, chance) => `%B${digits}^CARD/HOLDER^${expiry(chance)}201000000000?`,
  (digits, chance) => `;${digits}=${expiry(chance)}20112345678?`,
  (digits, chance) => `%B${digits}^CARD/HOLDER^${expiry(chance)}201?;${digits}=${expiry(chance)}201?\r`,
  (digits) => `\u0002${digits}\u0003`,
  (digits) => `card=${digits}`,
  (digits) => `https://shop.example/?pan=${digits}`,
  // After a start that wallets use as well, all of it together has the form of a longer payment code, and is one.
  (digits, chance) =>
    /^(?:2[5-9]|30)/.test(digits) ? digits : `${digits} ${expiry(chance)} ${chance.whole(100, 999)}`,
];

export function dressedCode(digits: string, chance: Chance): string {
  return chance.pick(plain)(digits, chance);
}

export function dressedCard(digits: string, chance: Chance): string {
  const dress = chance.pick(chance.of(0.6) ? plain : cards);
  return dress(digits, chance);
}

function expiry(chance: Chance): string {
  return `${chance.whole(26, 34)}${String(chance.whole(1, 12)).padStart(2, '0')}`;
}
