import { accessSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import {
  app,
  type BrowserWindow,
  type Display as Monitor,
  ipcMain,
  Menu,
  protocol,
  screen,
  session,
  systemPreferences,
} from 'electron';

import { scaledClock } from '#payment';

import { type DriverProcess, keepDrivers, keepHost, Told, type HostProcess } from '../terminal/supervise/index.ts';
import { channels } from './channels.ts';
import { keepDisplayWindow, type OpenedDisplay } from './display-window.ts';
import { ownArguments, readFlags, usage, type ElectronFlags } from './flags.ts';
import { forkUtility } from './fork-utility.ts';
import { lockContents, lockSession } from './guards.ts';
import { Relay } from './relay.ts';
import { answerScreen, screenAddresses, screenScheme } from './scheme.ts';
import { openScreenWindow } from './window.ts';

// Built, this lies in out/electron beside the built host and screens, in a checkout as in a packaged program.
const built = fileURLToPath(new URL('..', import.meta.url));
const rendererDir = join(built, 'renderer');
const say = (words: string): void => console.error(words);
// Supervision runs at the machine's own speed: only payments are hurried in tests.
const clock = scaledClock(
  { performanceNow: () => performance.now(), dateNow: () => Date.now(), setTimeout, clearTimeout },
  1,
  Date.now(),
);

// Electron would show a box that nobody closes at a till; whoever started us starts us again.
process.on('uncaughtException', fail);

const read = readFlags(ownArguments(process.argv, app.isPackaged), app.getPath('appData'));
if (read.kind === 'help') {
  console.log(usage);
  app.exit(0);
} else if (read.kind === 'wrong') {
  say(read.why);
  app.exit(2);
} else start(read.flags);

/** Everything that Electron wants before it is ready, which does not wait for promises here. */
function start(flags: ElectronFlags): void {
  const problem = prepareFolders(flags.dataDir);
  if (problem !== null) {
    say(problem);
    return app.exit(1);
  }
  app.enableSandbox();
  protocol.registerSchemesAsPrivileged([screenScheme]);
  if (!app.requestSingleInstanceLock()) {
    say(`This till already runs on ${flags.dataDir}: its window is shown.`);
    return app.exit(0);
  }
  app.on('web-contents-created', (_event, contents) => lockContents(contents));
  app
    .whenReady()
    .then(() => run(flags))
    .catch(fail);
}

async function run(flags: ElectronFlags): Promise<void> {
  Menu.setApplicationMenu(null); // its keys reload pages and open the tools
  lockSession(session.defaultSession, maySeeCamera);
  protocol.handle(screenScheme.scheme, (request) => answerScreen(rendererDir, request));

  const told = new Told(clock);
  const hostSpoke = Promise.withResolvers<void>();
  const relay = new Relay({
    greeting: (role) => told.greeting(role),
    forward: (command) => host.send(command),
    clock,
    say,
  });
  ipcMain.on(channels.hello, (event) => relay.hello(event));
  ipcMain.on(channels.command, (event, message) => relay.hear(event, message));
  const host = keepHost({
    clock,
    say,
    fork: forkUtility(join(built, 'host', 'main.cjs'), 'Counterpay terminal host'),
    flags: flags.hostFlags,
    dataDir: flags.dataDir,
    onFrame(frame) {
      if (frame.frame === 'to-drivers') return drivers?.send(frame.device);
      told.note(frame);
      relay.deliver(frame);
      if (frame.frame === 'display') return;
      hostSpoke.resolve();
      drivers?.start();
    },
    onAway() {
      told.away();
      relay.forgetAsked();
      relay.deliver({ frame: 'host-away' });
    },
  });
  const drivers = flags.drivers
    ? keepDrivers({
        clock,
        say,
        fork: forkUtility(join(built, 'drivers', 'main.cjs'), 'Counterpay drivers'),
        flags: ['--data', flags.dataDir],
        deliver: (frame) => host.send(frame),
        tellScreens: (frame) => relay.deliver(frame),
      })
    : null;
  endInOrder(host, drivers, flags);

  const preload = join(built, 'electron', 'preload.cjs');
  const common = { clock, say, preload, devTools: !app.isPackaged };
  const { window, loaded } = openScreenWindow({ ...common, role: 'till', frame: { kiosk: flags.fullScreen } });
  window.on('closed', () => app.quit()); // a customer's screen without a till is none
  app.on('second-instance', () => show(window));
  const openDisplay = (monitor: Monitor | null): OpenedDisplay => {
    const display = openScreenWindow({ ...common, role: 'display', frame: displayFrame(monitor) }).window;
    return {
      close() {
        if (!display.isDestroyed()) display.close();
      },
      onClosed: (closed) => void display.on('closed', closed),
    };
  };
  // Ready means that a scan is taken, so this waits for the page and the host's first word.
  await Promise.all([loaded, hostSpoke.promise]);
  // The till comes first; what faces the customer need not hurry.
  if (!window.isDestroyed()) keepDisplayWindow({ mode: flags.display, screen, open: openDisplay });
  console.log(JSON.stringify({ ready: 'till', url: screenAddresses.till, display: screenAddresses.display }));
}

/** macOS asks a person once for each program; elsewhere the system's own settings decide when a camera is opened. */
async function maySeeCamera(): Promise<boolean> {
  return process.platform !== 'darwin' || (await systemPreferences.askForMediaAccess('camera'));
}

/** It never takes the keys, which a scanner types with: a customer who touches it would take them from the till. */
function displayFrame(monitor: Monitor | null) {
  if (monitor === null) return { width: 1_024, height: 768 };
  return { ...monitor.bounds, frame: false, fullscreen: true, focusable: false, skipTaskbar: true };
}

/** The host is asked to end before the program is gone, whoever asks for that. */
function endInOrder(host: HostProcess, drivers: DriverProcess | null, flags: ElectronFlags): void {
  let ending = false;
  app.on('will-quit', (event) => {
    event.preventDefault();
    if (ending) return;
    ending = true;
    void Promise.all([host.stop(), drivers?.stop()]).then(() => app.exit(0));
  });
  app.on('window-all-closed', () => app.quit());
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => app.quit());
  if (!flags.endWithStdin) return;
  process.stdin.on('close', () => app.quit());
  process.stdin.resume();
}

/** One sentence when the till cannot start. Electron wants its own folder to be there. */
function prepareFolders(dataDir: string): string | null {
  try {
    accessSync(join(rendererDir, 'till', 'index.html'));
  } catch {
    return `The screens are not built in ${rendererDir}: run "npm run build" first.`;
  }
  const own = join(dataDir, 'window');
  try {
    mkdirSync(own, { recursive: true, mode: 0o700 });
    app.setPath('userData', own);
    return null;
  } catch (error) {
    return `The data folder ${dataDir} cannot be written: ${error instanceof Error ? error.message : String(error)}.`;
  }
}

function fail(error: unknown): void {
  say(`the window ended unexpectedly: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  app.exit(1);
}

function show(window: BrowserWindow): void {
  if (window.isDestroyed()) return;
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}
