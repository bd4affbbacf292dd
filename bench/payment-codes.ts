/** Payment codes that differ from each other and from those of the sandbox's wallets; the stub takes any. */
export function paymentCodes(): () => string {
  let last = 0;
  return () => `2899${String(++last).padStart(14, '0')}`;
}
