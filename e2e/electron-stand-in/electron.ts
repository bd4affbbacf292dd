// What `import … from 'electron'` is to the main process here.
import { nothing, uncovered } from './uncovered.ts';

export { app, protocol } from './app.ts';
export { BrowserWindow } from './browser-window.ts';
export { ipcMain } from './ipc-main.ts';
export { screen } from './screen.ts';
export { session } from './session.ts';
export { utilityProcess } from './utility-process.ts';

export const Menu = { setApplicationMenu: nothing, buildFromTemplate: () => uncovered('Menu.buildFromTemplate') };
