import type { Devices } from '#contract';

/**
 * What can be said of this till's scanners in one line. One that types cannot be seen, so that where nothing is known of any
 * scanner nothing is claimed.
 */
export function scannersOf({ drivers, scanners }: Devices): 'ready' | 'readyAny' | 'scannerGone' | 'scannersAway' {
  if (scanners.some(({ presence }) => presence === 'ready')) return 'ready';
  if (drivers === 'away') return 'scannersAway';
  const isMissed = scanners.some(({ presence }) => presence !== 'connecting');
  return isMissed ? 'scannerGone' : 'readyAny';
}
