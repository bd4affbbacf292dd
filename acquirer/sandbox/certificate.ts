/** A certificate for 127.0.0.1 and localhost that nobody vouches for, of this start only; both in PEM. */
export async function ownCertificate(): Promise<{ key: string; cert: string }> {
  // Loaded only where it is asked for: most starts speak plain HTTP.
  const { generate } = await import('selfsigned');
  const altNames = [
    { type: 2 as const, value: 'localhost' },
    { type: 7 as const, ip: '127.0.0.1' },
  ];
  const made = await generate([{ name: 'commonName', value: 'Counterpay sandbox' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: false },
      { name: 'subjectAltName', altNames },
    ],
  });
  return { key: made.private, cert: made.cert };
}
