export { allWell, Condition, ConditionChange, isOffline, Trouble } from './condition.ts';
export type { Pulse } from './drawer.ts';
export { PrinterDevice, type DeviceOptions } from './printer-device.ts';
export type { Session, SessionPorts } from './session.ts';
export type { Identity, OpenLevel } from './status-bytes.ts';
