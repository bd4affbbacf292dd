export * from './acquiring.ts';
export * from './till-link.ts';
export * from './wallet-page.ts';
