export { bytesOf, hidPosFixtures, scannerFixture, type ScannerFixture } from '../scanner/hid-pos/fixtures/fixtures.ts';
export { FakeHid } from './fake-hid.ts';
export { FakeOwners } from './fake-owners.ts';
export { FakePlugs } from './fake-plugs.ts';
export { FakeSerial } from './fake-serial.ts';
