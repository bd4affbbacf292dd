export { listenToWedge, type WedgeHandlers } from './wedge-listener.ts';
export { WedgeSettings } from './wedge-settings.ts';
export { type WedgeMode } from './wedge-state.ts';
