import { resolve } from 'node:path';

import { aliveEveryMs, DriverCommand, PrinterCommand, PrinterWish } from '#contract';
import { scaledClock } from '#payment';

import { helpText, readFlags, type Flags } from './flags.ts';
import { lazyGlyphs } from './printer/glyphs/load-glyphs.ts';
import { machineWays } from './printer/service/found-printers.ts';
import { printersFile } from './printer/service/kept-printers.ts';
import { PrinterService } from './printer/service/printer-service.ts';
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
  const serial = new NodeSerialTransport(clock);
  const printers = new PrinterService({
    clock,
    ways: machineWays(clock, serial),
    store: printersFile(resolve(data), log),
    glyphs: lazyGlyphs(log),
    say: (frame) => link.send(frame),
    log,
  });
  const plugs = new UsbPlugEvents();
  const service = new ScannerService({
    clock,
    hid: new NodeHidTransport(),
    serial,
    plugs: {
      start: (changed) =>
        plugs.start(() => {
          changed();
          printers.plugged();
        }),
      stop: () => plugs.stop(),
    },
    owners: socketOwners(process.platform),
    store: wantedFile(resolve(data), log),
    say: (frame) => link.send(frame),
    log,
  });
  let isEnding = false;
  const end = (): void => {
    if (isEnding) return;
    isEnding = true;
    printers.stop();
    // A device that does not let go must not keep the process: the system takes it back.
    setTimeout(() => process.exit(0), endWithinMs);
    void service.stop().then(() => process.exit(0));
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
  link.listen((raw) => {
    const command = DriverCommand.safeParse(raw);
    const forPrinters = command.success
      ? null
      : (PrinterCommand.safeParse(raw).data ?? PrinterWish.safeParse(raw).data);
    // Not what it was: whoever sends something else is not the host.
    if (command.success) void service.take(command.data);
    else if (forPrinters) void printers.take(forPrinters);
    else log('something that is no command came');
  }, end);
  await service.start();
  // Said from the first frame on, by the loop that reads the devices: a hang stops both.
  const beat = (): void => link.send({ driver: 'alive' });
  beat();
  setInterval(beat, aliveEveryMs);
  await printers.start();
}

function refuse(words: string): void {
  console.error(words);
  process.exitCode = wrongFlagsCode;
}

/** Names of devices and a system's words about them; never what was scanned. */
function log(words: string): void {
  console.error(`drivers: ${words}`);
}
