// Stands in for the terminal host in this folder's tests: a process that speaks the link's frames and keeps no money.
import type { CommandFrame, HostFrame, Snapshot } from '#contract';

const shop = {
  terminalId: 'TILL1',
  merchantId: 'M1',
  merchantName: 'Test shop',
  merchantMCC: '5411',
  storeId: 'S1',
  storeName: 'Test store',
  currency: 'EUR',
  settingsFile: 'settings.json',
} as Snapshot['shop'];

let revision = 0;

function tell(frame: HostFrame): void {
  process.send?.(frame);
}

function tellSnapshot(): void {
  revision += 1;
  tell({
    frame: 'snapshot',
    snapshot: {
      revision,
      hostId: String(process.pid),
      environment: 'sandbox',
      shop,
      connection: 'connected',
      linkTrouble: null,
      clockOffMs: null,
      notSelling: null,
      supportCode: null,
      timeScale: 1,
      stage: { at: 'idle' },
      tray: [],
      customerScreen: 'none',
      devices: { drivers: 'off', scanners: [], ports: [], missing: [] },
      printing: { automatic: false, printer: null, printers: [], found: [], jobs: [], notPrinted: 0 },
      held: null,
      recent: [],
    },
  });
}

/** `shopName` says what it is about. */
function tellDisplay(shopName: string): void {
  const [hostId, environment] = [String(process.pid), 'sandbox' as const];
  const display = { revision, hostId, environment, shopName, language: null, timeScale: 1 };
  tell({ frame: 'display', display: { ...display, now: { shows: 'idle' } } });
}

process.on('message', ({ id, command }: Partial<CommandFrame>) => {
  if (id === undefined || command === undefined) return tellSnapshot(); // where the real one would record it
  tell({ frame: 'reply', id, reply: { is: 'ok' } });
  if (command.do === 'charge') tellSnapshot();
  if (command.do === 'display-here') tellDisplay(`heard ${id}`);
});
process.on('disconnect', () => process.exit(0));
process.on('SIGTERM', () => process.exit(0));

if (process.argv.includes('--cannot-run')) {
  tell({ frame: 'cannot-run', why: 'settings-invalid', detail: 'currency: not known', file: 'settings.json' });
  if (process.argv.includes('--and-end')) setTimeout(() => process.exit(1), 20); // leaves the pipe time to empty
} else {
  tellDisplay('Test shop');
  tellSnapshot();
}
