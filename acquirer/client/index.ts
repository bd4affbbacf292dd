export * from './alipay-plus.ts';
export * from './backend-link.ts';
export * from './pairing.ts';
