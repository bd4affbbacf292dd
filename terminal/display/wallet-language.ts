import type { DisplayLanguage } from '#contract';

/** Whose wallet speaks what, by the brand's name as customers know it; of the languages that a display has. */
const languages: readonly { brand: RegExp; language: DisplayLanguage }[] = [
  { brand: /^(alipay ?cn|alipay|支付宝)$/i, language: 'zh-Hans' },
  { brand: /^mpay$/i, language: 'zh-Hans' },
  { brand: /^(paypay|line ?pay|rakuten ?pay|au ?pay|d払い|merpay|jkopay.*jp)$/i, language: 'ja' },
  { brand: /^(gcash|maya|bpi|changi ?pay|ocbc digital|touch ?'?n ?go.*|bigpay|tinaba|bluecode)$/i, language: 'en' },
];

/** Null: not known, or none of ours; then the display keeps its own. */
export function languageOfWallet(wallet: string | null): DisplayLanguage | null {
  return languages.find(({ brand }) => wallet !== null && brand.test(wallet))?.language ?? null;
}
