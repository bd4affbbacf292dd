import { spawn } from 'node:child_process';

/** Opens an address in the machine's default browser; `onMissing` when there is none to ask. Never throws. */
export function openBrowser(url: string, onMissing: () => void): void {
  const command = browserCommand(process.platform, process.env);
  if (command === null) return onMissing();
  const [program, ...args] = command;
  const opener = spawn(program, [...args, url], { detached: true, stdio: 'ignore' });
  opener.on('error', onMissing);
  opener.unref();
}

/** Null where no window can appear: without a display xdg-open would start a text browser in this terminal. */
export function browserCommand(
  platform: NodeJS.Platform,
  env: Readonly<Record<string, string | undefined>>,
): [program: string, ...args: string[]] | null {
  if (platform === 'darwin') return ['open'];
  if (platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler'];
  return env['DISPLAY'] || env['WAYLAND_DISPLAY'] ? ['xdg-open'] : null;
}
