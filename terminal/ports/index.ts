export * from './acquirer.ts';
export * from './journal.ts';
export * from './screen.ts';
