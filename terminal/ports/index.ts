export * from './acquirer.ts';
export * from './journal.ts';
export * from './printer.ts';
export * from './printing.ts';
export * from './room.ts';
export * from './screen.ts';
