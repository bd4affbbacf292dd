/** Twelve characters of ASCII as country n of `ESC R n` has them. A number without a set leaves the set as it is. */
export function internationalSet(number: number): ReadonlyMap<number, string> | undefined {
  const set = sets[number];
  return set === undefined ? undefined : new Map(places.map((place, index) => [place, set.charAt(index)]));
}

const places = [0x23, 0x24, 0x40, 0x5b, 0x5c, 0x5d, 0x5e, 0x60, 0x7b, 0x7c, 0x7d, 0x7e];

// ESC R n, ESC/POS reference, in its order from 0 (USA) to 17 (Arabia).
const sets = [
  '#$@[\\]^`{|}~',
  '#$à°ç§^`éùè¨',
  '#$§ÄÖÜ^`äöüß',
  '£$@[\\]^`{|}~',
  '#$@ÆØÅ^`æøå~',
  '#¤ÉÄÖÅÜéäöåü',
  '#$@°\\é^ùàòèì',
  '₧$@¡Ñ¿^`¨ñ}~',
  '#$@[¥]^`{|}~',
  '#¤ÉÆØÅÜéæøåü',
  '#$ÉÆØÅÜéæøåü',
  '#$á¡Ñ¿é`íñóú',
  '#$á¡Ñ¿éüíñóú',
  '#$@[₩]^`{|}~',
  '#$ŽŠĐĆČžšđćč',
  '#¥@[\\]^`{|}~',
  '#đ@[\\]^`{|}~',
  '#$@[\\]^`{|}~',
];
