import { resolve } from 'node:path';

import { aliveEveryMs, DriverCommand } from '#contract';
import { scaledClock } from '#payment';

import { helpText, readFlags, type Flags } from './flags.ts';
import { lineLink, parentLink, type ProcessLink } from './process-link.ts';
import { ScannerService } from './scanner/service/scanner-service.ts';
import { socketOwners } from './scanner/service/owners.ts';
import { wantedFile } from './scanner/service/wanted-file.ts';
import { NodeHidTransport } from './scanner/transport/node-hid-transport.ts';
import { NodeSerialTransport } from './scanner/transport/node-serial-transport.ts';
import { UsbPlugEvents } from './scanner/transport/usb-plug-events.ts';

const wrongFlagsCode = 2;
/** Longer than a device may take to close. */
const endWithinMs = 2_000;

const flags = readFlags(process.argv.slice(2));
const link = parentLink();
if (!flags.ok) refuse(flags.error);
else if (flags.value === null) console.log(helpText);
else if (link === null && !flags.value.json)
  refuse('Nobody started this to listen: say --json, or start it by a shell.');
else void run(flags.value, link ?? lineLink());

async function run({ data }: Flags, link: ProcessLink): Promise<void> {
  // Devices keep the machine's own time, whatever speed payments are tried at.
  const clock = scaledClock(
    { performanceNow: () => performance.now(), dateNow: () => Date.now(), setTimeout, clearTimeout },
    1,
    0,
  );
  const service = new ScannerService({
    clock,
    hid: new NodeHidTransport(),
    serial: new NodeSerialTransport(clock),
    plugs: new UsbPlugEvents(),
    owners: socketOwners(process.platform),
    store: wantedFile(resolve(data), log),
    say: (frame) => link.send(frame),
    log,
  });
  let isEnding = false;
  const end = (): void => {
    if (isEnding) return;
    isEnding = true;
    // A device that does not let go must not keep the process: the system takes it back.
    setTimeout(() => process.exit(0), endWithinMs);
    void service.stop().then(() => process.exit(0));
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
  link.listen((raw) => {
    const command = DriverCommand.safeParse(raw);
    // Not what it was: whoever sends something else is not the host.
    if (command.success) void service.take(command.data);
    else log('something that is no command came');
  }, end);
  await service.start();
  // Said from the first frame on, by the loop that reads the devices: a hang stops both.
  const beat = (): void => link.send({ driver: 'alive' });
  beat();
  setInterval(beat, aliveEveryMs);
}

function refuse(words: string): void {
  console.error(words);
  process.exitCode = wrongFlagsCode;
}

/** Names of devices and a system's words about them; never what was scanned. */
function log(words: string): void {
  console.error(`drivers: ${words}`);
}
