export * from './backend-address.ts';
export * from './envelope.ts';
export * from './forked-host.ts';
export * from './host-flags.ts';
export * from './host-process.ts';
export { planRestart } from './restart-schedule.ts';
export * from './screen-files.ts';
export * from './screen-role.ts';
export * from './told.ts';
