import { EventEmitter } from 'node:events';

import { uncovered } from './uncovered.ts';

class IpcMain extends EventEmitter {
  handle(channel: string): void {
    uncovered(`ipcMain.handle('${channel}')`);
  }
}

export const ipcMain = new IpcMain();
