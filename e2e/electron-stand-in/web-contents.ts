import { randomBytes } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

import type Electron from 'electron';

import { rendererPids } from '../renderer-pids.ts';
import { browser, byTarget, bySession, type PageTarget } from './browser.ts';
import { inPage, inPreload, makeBridge } from './in-page.ts';
import { ipcMain } from './ipc-main.ts';
import { fromChromium, toChromium } from './scheme.ts';
import { defaultSession } from './session.ts';
import { cancellable, nothing, uncovered } from './uncovered.ts';

const preloadWorld = 'Electron Isolated Context';
/** Chromium's own hang monitor waits some 15 s for an input to be taken; on a busy machine less is no sign. */
const hangAfterMs = 10_000;
const lookEveryMs = 1_000;

type FromPage = { kind: 'send' | 'permission' | 'open'; channel: string; args: unknown[] };

let lastId = 0;

/** One page: a target of the browser, with the preload in a world of its own. */
export class WebContents extends EventEmitter implements PageTarget {
  readonly id = ++lastId;
  readonly created: Promise<void>;
  onClosed: () => void = nothing;
  readonly #secret = `s${randomBytes(12).toString('hex')}`;
  readonly #expected = new Set<string>();
  #targetId = '';
  #sessionId = '';
  #context = '';
  #url = '';
  #crashed = false;
  #destroyed = false;
  #looking = false;
  #watch: NodeJS.Timeout | undefined;
  #open: ((details: { url: string }) => { action: string }) | null = null;

  constructor(options: Electron.BrowserWindowConstructorOptions) {
    super();
    this.created = this.#create(options);
    this.created.catch((error: unknown) => console.error('stand-in: no window', error));
  }

  get session(): Electron.Session {
    return defaultSession as unknown as Electron.Session;
  }

  get mainFrame() {
    return { url: this.getURL(), parent: null };
  }

  async loadURL(url: string): Promise<void> {
    await this.created;
    this.#crashed = false;
    const done = new Promise<void>((resolve) => this.once('did-finish-load', () => resolve()));
    const target = toChromium(url);
    this.#expected.add(new URL(target).href);
    const { errorText } = await this.#send<{ errorText?: string }>('Page.navigate', { url: target });
    if (errorText !== undefined) throw new Error(`${errorText} loading '${url}'`);
    await done;
  }

  reload(): void {
    this.#crashed = false;
    this.#expected.add(toChromium(this.#url));
    this.#send('Page.reload').catch(nothing);
  }

  send(channel: string, ...args: unknown[]): void {
    this.#tell({ kind: 'event', channel, args });
  }

  setWindowOpenHandler(open: (details: { url: string }) => { action: string }): void {
    this.#open = open;
  }

  /** As Electron does it: the process is ended from outside, whatever it is doing. */
  forcefullyCrashRenderer(): void {
    for (const pid of rendererPids(browser().process.pid)) process.kill(pid, 'SIGKILL');
  }

  getURL(): string {
    return this.#url === 'about:blank' ? '' : this.#url;
  }

  isDestroyed(): boolean {
    return this.#destroyed;
  }

  isCrashed(): boolean {
    return this.#crashed;
  }

  focus(): void {
    this.#send('Page.bringToFront').catch(nothing);
  }

  async destroyTarget(): Promise<void> {
    await this.created.catch(nothing);
    const done = this.#destroyed ? Promise.resolve() : new Promise((resolve) => this.once('destroyed', resolve));
    await browser().cdp.send('Target.closeTarget', { targetId: this.#targetId }).catch(nothing);
    await done;
  }

  onPage(method: string, params: unknown): void {
    switch (method) {
      case 'Page.frameNavigated': {
        const { frame } = params as { frame: { url: string; parentId?: string } };
        if (frame.parentId === undefined) this.#url = fromChromium(frame.url);
        return;
      }
      case 'Page.lifecycleEvent': {
        const { name, frameId } = params as { name: string; frameId: string };
        if (frameId !== this.#targetId || name !== 'load' || this.getURL() === '') return;
        this.emit('did-finish-load');
        return;
      }
      case 'Runtime.executionContextCreated': {
        type Context = { name: string; uniqueId: string; auxData: { frameId: string } };
        const { context } = params as { context: Context };
        if (context.name === preloadWorld && context.auxData.frameId === this.#targetId)
          this.#context = context.uniqueId;
        return;
      }
      case 'Runtime.bindingCalled':
        this.#fromPage(JSON.parse((params as { payload: string }).payload) as FromPage);
        return;
      default:
    }
  }

  crashed(exitCode: number): void {
    this.#crashed = true;
    this.emit('render-process-gone', {}, { reason: 'killed', exitCode });
  }

  opened(targetId: string, url: string): void {
    this.#askToOpen(url);
    browser().cdp.send('Target.closeTarget', { targetId }).catch(nothing);
  }

  closed(): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    clearInterval(this.#watch);
    byTarget.delete(this.#targetId);
    bySession.delete(this.#sessionId);
    this.emit('destroyed');
    this.onClosed();
  }

  /** The program's rules about where a page may go; what it asked for itself always goes. */
  mayGo(requestUrl: string, url: string): boolean {
    if (this.#expected.delete(requestUrl)) return true;
    const event = { ...cancellable(), url };
    this.emit('will-navigate', event, url);
    return !event.defaultPrevented;
  }

  async #create(options: Electron.BrowserWindowConstructorOptions): Promise<void> {
    const { cdp } = browser();
    const { preload, sandbox, contextIsolation, nodeIntegration } = options.webPreferences ?? {};
    if (sandbox === false || contextIsolation === false || nodeIntegration === true) uncovered('an unsandboxed page');
    const { width = 800, height = 600 } = options;
    const blank = { url: 'about:blank', newWindow: true, width, height };
    this.#targetId = (await cdp.send<{ targetId: string }>('Target.createTarget', blank)).targetId;
    byTarget.set(this.#targetId, this);
    const attach = { targetId: this.#targetId, flatten: true };
    this.#sessionId = (await cdp.send<{ sessionId: string }>('Target.attachToTarget', attach)).sessionId;
    bySession.set(this.#sessionId, this);
    const script = (source: string, worldName?: string) =>
      this.#send('Page.addScriptToEvaluateOnNewDocument', {
        source,
        ...(worldName === undefined ? {} : { worldName }),
      });
    await Promise.all([
      this.#send('Page.enable'),
      this.#send('Runtime.enable'),
      this.#send('Page.setLifecycleEventsEnabled', { enabled: true }),
      this.#send('Runtime.addBinding', { name: '__toMain', executionContextName: preloadWorld }),
      this.#send('Emulation.setFocusEmulationEnabled', { enabled: true }),
      script(`(${inPage.toString()})(${text(this.#secret)}, ${makeBridge.toString()})`),
      script(this.#preloadSource(preload), preloadWorld),
    ]);
    this.#watch = setInterval(() => void this.#look(), lookEveryMs).unref();
  }

  #preloadSource(preload: string | undefined): string {
    const versions = { ...process.versions };
    const sandboxed = { versions, platform: process.platform, argv: [], env: {}, type: 'renderer', sandboxed: true };
    const given = [text(this.#secret), makeBridge.toString(), text(sandboxed)];
    if (preload === undefined) return `(${inPreload.toString()})(${given.join(', ')}, null)`;
    const run = `function (require, module, exports, process) {${readFileSync(preload, 'utf8')}\n}`;
    return `(${inPreload.toString()})(${given.join(', ')}, ${run})\n//# sourceURL=${pathToFileURL(preload).href}`;
  }

  #askToOpen(url: string): void {
    const { action } = this.#open?.({ url: fromChromium(url) }) ?? { action: 'allow' };
    if (action !== 'deny') uncovered('a child window');
  }

  async #look(): Promise<void> {
    if (this.#crashed || this.#looking || this.getURL() === '') return;
    this.#looking = true;
    const answered = this.#send('Runtime.evaluate', { expression: '1' }).then(
      () => true,
      () => true,
    );
    const late = new Promise<false>((resolve) => setTimeout(() => resolve(false), hangAfterMs).unref());
    if (!(await Promise.race([answered, late])) && !this.#crashed && !this.#destroyed) this.emit('unresponsive');
    this.#looking = false;
  }

  #fromPage({ kind, channel, args }: FromPage): void {
    if (kind === 'open') return this.#askToOpen(channel);
    if (kind === 'permission') {
      const answer = (granted: boolean) => this.#tell({ kind: 'answer', channel: String(args[0]), args: [granted] });
      const { permissionRule } = defaultSession;
      const mediaTypes = args[1] as ('video' | 'audio')[];
      const details = { requestingUrl: this.#url, isMainFrame: true, mediaTypes };
      if (permissionRule === null) answer(true);
      else permissionRule(this as unknown as Electron.WebContents, channel as never, answer, details);
      return;
    }
    ipcMain.emit(channel, { ...cancellable(), sender: this, senderFrame: this.mainFrame }, ...args);
  }

  #tell(message: { kind: string; channel: string; args: unknown[] }): void {
    const expression = `__fromMain(${text(text(message))})`;
    this.#send('Runtime.evaluate', { expression, uniqueContextId: this.#context }).catch(nothing);
  }

  #send<T>(method: string, params: object = {}): Promise<T> {
    return browser().cdp.send<T>(method, params, this.#sessionId);
  }
}

/** Whether a frame may go to an address; only main frames have rules. */
export function mayNavigate(frameId: string, requestUrl: string, url: string): boolean {
  const contents = byTarget.get(frameId);
  return contents === undefined || contents.mayGo(requestUrl, url);
}

function text(value: unknown): string {
  return JSON.stringify(value);
}
