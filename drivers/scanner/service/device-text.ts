/** Longer names are cut: a device's strings are bytes that anybody may have made. */
const nameCharsMax = 120;
const serialCharsMax = 80;

/** What a device says of itself, for people: one line without control characters or marks that turn text round. */
export function deviceName(said: string | null, otherwise: string): string {
  const name = plain(said ?? '')
    .slice(0, nameCharsMax)
    .trim();
  return name === '' ? otherwise : name;
}

/** As part of a device's id. Null for none, and for the zeros that makers leave in. */
export function deviceSerial(said: string | null): string | null {
  const serial = plain(said ?? '')
    .replaceAll(' ', '')
    .slice(0, serialCharsMax);
  return /^0*$/.test(serial) ? null : serial;
}

/** A library's text for the log: short, one line. */
export function detailText(detail: string): string {
  return plain(detail).slice(0, nameCharsMax * 2);
}

function plain(text: string): string {
  // Cc: control, Cf: format (direction marks, zero width), Co, Cn, Cs: nobody's characters and halves of pairs, Zl, Zp: line ends.
  return text.normalize('NFC').replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}\p{Zl}\p{Zp}]+/gu, ' ');
}
