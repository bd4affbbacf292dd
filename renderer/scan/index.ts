export { listenToWedge, type WedgeHandlers } from './wedge-listener.ts';
export { type WedgeMode } from './wedge.ts';
