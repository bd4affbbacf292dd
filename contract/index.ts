export * from './acquiring.ts';
export * from './display.ts';
export * from './hints.ts';
export * from './pairing.ts';
export * from './screen-bridge.ts';
export * from './shop-settings.ts';
export * from './till-link.ts';
export * from './wallet-page.ts';
