import { EventEmitter } from 'node:events';

import type Electron from 'electron';

import { app, type Closable } from './app.ts';
import { cancellable } from './uncovered.ts';
import { WebContents } from './web-contents.ts';

/** A window. What belongs to a real screen, such as covering all of it, is remembered only. */
export class BrowserWindow extends EventEmitter implements Closable {
  readonly webContents: WebContents;
  #visible: boolean;
  #kiosk: boolean;
  #destroyed = false;
  #closing: Promise<void> | null = null;

  constructor(options: Electron.BrowserWindowConstructorOptions = {}) {
    super();
    if (!app.isReady()) throw new Error('Cannot create BrowserWindow before app is ready');
    this.#visible = options.show !== false;
    this.#kiosk = options.kiosk ?? false;
    this.webContents = new WebContents(options);
    this.webContents.onClosed = () => this.#closed();
    this.webContents.once('did-finish-load', () => this.emit('ready-to-show'));
    app.windows.add(this);
    app.emit('web-contents-created', {}, this.webContents);
    app.emit('browser-window-created', {}, this);
  }

  loadURL(url: string): Promise<void> {
    return this.webContents.loadURL(url);
  }

  show(): void {
    this.#visible = true;
    this.focus();
    this.emit('show');
  }

  showInactive(): void {
    this.#visible = true;
    this.emit('show');
  }

  focus(): void {
    this.webContents.focus();
    this.emit('focus');
  }

  isVisible(): boolean {
    return this.#visible;
  }

  isKiosk(): boolean {
    return this.#kiosk;
  }

  isMinimized(): boolean {
    return false;
  }

  restore(): void {
    this.show();
  }

  isDestroyed(): boolean {
    return this.#destroyed;
  }

  close(): void {
    void this.tryClose();
  }

  tryClose(): Promise<void> {
    if (this.#destroyed) return Promise.resolve();
    const event = cancellable();
    this.emit('close', event);
    if (event.defaultPrevented) return Promise.resolve();
    this.#closing ??= this.webContents.destroyTarget();
    return this.#closing;
  }

  #closed(): void {
    this.#destroyed = true;
    app.windows.delete(this);
    this.emit('closed');
    if (app.windows.size > 0 || app.isQuitting) return;
    if (app.listenerCount('window-all-closed') > 0) app.emit('window-all-closed');
    else app.quit();
  }
}
