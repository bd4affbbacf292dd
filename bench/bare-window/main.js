// The least that a window of Electron's can be: one page with a heading, and no host behind it.
import { app, BrowserWindow, protocol } from 'electron';

app.setPath('userData', process.argv.at(-1) ?? '');
protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges: { standard: true, secure: true } }]);
void app.whenReady().then(() => {
  protocol.handle('app', () => new Response('<h1>Ready</h1>', { headers: { 'content-type': 'text/html' } }));
  const window = new BrowserWindow({ webPreferences: { sandbox: true } });
  return window.loadURL('app://bare/');
});
process.on('SIGTERM', () => app.quit());
