export * from './alipay-plus.ts';
export * from './backend-link.ts';
