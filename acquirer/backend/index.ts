export { startBackend, type Backend, type BackendSettings } from './backend.ts';
export type { DeskPorts, Scheme } from './engine/ports.ts';
export { PaymentDesk } from './engine/payment-desk.ts';
export type { Held, Ledger, Opening } from './ledger/ledger.ts';
export { MemoryLedger } from './ledger/memory-ledger.ts';
