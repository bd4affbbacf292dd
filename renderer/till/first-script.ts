import { transportOfPage } from '../link/transport.ts';

// A classic script in the page's head. While the till's own script is still on its way, the page and the host meet, and what
// the browser needs once is got ready: its first amount of a language costs some 20 ms, its first look at what is kept some 5.
window.counterpayWay = transportOfPage('/link');
new Intl.NumberFormat(keptLanguage(), { style: 'currency', currency: 'EUR' }).format(0);

/** A guess, and nothing depends on it: `preferences.ts` reads what is kept. */
function keptLanguage(): string {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem('counterpay.screen') ?? '{}');
    const language = typeof kept === 'object' && kept !== null && 'language' in kept ? kept.language : null;
    return language === 'zh-Hans' || language === 'ja' ? language : 'en';
  } catch {
    return 'en';
  }
}
