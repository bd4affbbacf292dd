import en from './messages/en.json';

type DeclineName = keyof typeof en.decline;

/** The words for a decline's code; a code without words of its own gets the general ones. */
export function declineWords(code: string | null): DeclineName {
  return code !== null && Object.hasOwn(en.decline, code) ? (code as DeclineName) : 'other';
}
