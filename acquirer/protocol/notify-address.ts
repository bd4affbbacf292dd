/** The longest address that Alipay+ takes (DOMAIN 2.2). */
const charsMax = 2_048;

/**
 * Where a notification may be sent: by TLS, or on this machine. On any other way whoever stands there could read it, hold
 * it back, or make one up (RELIABILITY T22).
 */
export function isNotifyAddress(text: string): boolean {
  const url = URL.parse(text);
  if (url === null || text.length > charsMax || url.username !== '' || url.hash !== '') return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(hostname);
}
