import { contextBridge, ipcRenderer } from 'electron';

import type { ScreenBridge } from '#contract';

import { channels } from './channels.ts';

// All that a page gets: text in, text out. No channel names, no events, nothing of Node's.
const bridge: ScreenBridge = {
  send(text) {
    ipcRenderer.send(channels.command, text);
  },
  onFrame(take) {
    ipcRenderer.removeAllListeners(channels.frame);
    ipcRenderer.on(channels.frame, (_event, text) => take(String(text)));
    ipcRenderer.send(channels.hello);
  },
};

contextBridge.exposeInMainWorld('counterpay', bridge);
