/** The address of a picture of a text as Code 128, code set B (ISO/IEC 15417), with its quiet zones; one pixel a module. */
export function barsPicture(text: string): string {
  const values = Array.from(text, (char) => char.charCodeAt(0) - 32);
  const check = values.reduce((sum, value, at) => sum + value * (at + 1), startB) % 103;
  const widths = [startB, ...values, check].map((value) => patterns[value] ?? '').join('') + stop;
  let at = quietModules;
  let bars = '';
  for (const [index, width] of widths.split('').entries()) {
    if (index % 2 === 0) bars += `<rect x="${at}" width="${width}" height="1"/>`;
    at += Number(width);
  }
  const size = `viewBox="0 0 ${at + quietModules} 1" preserveAspectRatio="none" shape-rendering="crispEdges"`;
  const picture = `<svg xmlns="http://www.w3.org/2000/svg" ${size}><rect width="100%" height="1" fill="#fff"/>${bars}</svg>`;
  return `data:image/svg+xml,${encodeURIComponent(picture)}`;
}

const startB = 104;
const stop = '2331112';
const quietModules = 10;

/** Widths of bar and space in turn, by the value of the character. */
const patterns = [
  '212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132 122231 113222',
  '123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 321221 312212 322112 322211 212123 212321',
  '232121 111323 131123 131321 112313 132113 132311 211313 231113 231311 112133 112331 132131 113123 113321 133121',
  '313121 211331 231131 213113 213311 213131 311123 311321 331121 312113 312311 332111 314111 221411 431111 111224',
  '111422 121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 241211 221114 413111 241112 134111',
  '111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113',
  '114311 411113 411311 113141 114131 311141 411131 211412 211214 211232',
].flatMap((line) => line.split(' '));
