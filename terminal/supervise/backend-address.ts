/** The longest that is read, in characters. */
const charsMax = 256;

const thisMachine = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * The address of a backend in what a person typed, without a slash at its end: the scheme may be left out. Null when it is
 * none, or plain HTTP to another machine, which would carry payment codes in the clear.
 */
export function readBackendAddress(text: string): string | null {
  const typed = text.trim();
  if (typed === '' || typed.length > charsMax || /\s/.test(typed)) return null;
  const url = URL.parse(/^[a-z]+:\/\//i.test(typed) ? typed : withScheme(typed));
  if (url === null || url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') return null;
  const isSafe = url.protocol === 'https:' || (url.protocol === 'http:' && thisMachine.has(url.hostname));
  return isSafe ? url.href.replace(/\/+$/, '') : null;
}

function withScheme(typed: string): string {
  const host = URL.parse(`http://${typed}`)?.hostname ?? '';
  return `${thisMachine.has(host) ? 'http' : 'https'}://${typed}`;
}
