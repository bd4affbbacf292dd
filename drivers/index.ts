export { HidReader } from './scanner/hid-pos/hid-reader.ts';
export type { ChosenLayout } from './scanner/hid-pos/report-reader.ts';
export { scanLayoutOf, type BitField, type ScanLayout } from './scanner/hid-pos/scan-layout.ts';
export type { Reading } from './scanner/scan.ts';
export { SerialReader } from './scanner/serial/serial-reader.ts';
export { ScannerService, type ScannerServiceParts } from './scanner/service/scanner-service.ts';
export type { HidInfo, HidTransport } from './scanner/transport/hid-transport.ts';
export type { PortInfo, SerialTransport } from './scanner/transport/serial-transport.ts';
