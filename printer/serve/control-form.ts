/**
 * The fields of a form of the page as the object that a program would send: `becomes=paper:out` becomes `{ paper: 'out' }`,
 * numbers and yes-or-no become what they are, an empty speed means none.
 */
export function readForm(body: string): Record<string, unknown> {
  return Object.fromEntries(Array.from(new URLSearchParams(body), ([name, value]) => [name, valueOf(name, value)]));
}

function valueOf(name: string, value: string): unknown {
  if (name === 'becomes') {
    const [inner = '', meant = ''] = value.split(':');
    return { [inner]: valueOf(inner, meant) };
  }
  if (name === 'bytesPerSecond') return value === '' ? null : Number(value);
  if (name === 'after') return Number(value);
  return value === 'true' ? true : value === 'false' ? false : value;
}
