import { EventEmitter } from 'node:events';

import type { Session, WebContents } from 'electron';
import { expect, it } from 'vitest';

import { lockContents, lockSession } from './guards.ts';

const permissions =
  'media display-capture geolocation notifications midi midiSysex pointerLock fullscreen openExternal window-management ' +
  'clipboard-read clipboard-sanitized-write idle-detection hid mediaKeySystem serial usb keyboardLock storage-access ' +
  'fileSystem speaker-selection unknown';

type Rule = (details: { url: string }, answer: (said: { cancel: boolean }) => void) => void;

/** A session that keeps what it is told. */
function sessionOf(system = true) {
  const told = new Map<string, (...words: unknown[]) => unknown>();
  const keep = (name: string) => (rule: (...words: unknown[]) => unknown) => void told.set(name, rule);
  const events = new EventEmitter();
  const session = Object.assign(events, {
    webRequest: { onBeforeRequest: keep('request') },
    setPermissionRequestHandler: keep('ask'),
    setPermissionCheckHandler: keep('check'),
    setDevicePermissionHandler: keep('device'),
    setSpellCheckerEnabled: (enabled: boolean) => void told.set('spelling', () => enabled),
  });
  lockSession(session as unknown as Session, () => Promise.resolve(system));
  return { told, events };
}

const windowAt = (url: string) => ({ getURL: () => url });

it('every permission is refused, asked for or looked up, and no device is granted', () => {
  const { told } = sessionOf();
  for (const permission of permissions.split(' ')) {
    const answers: unknown[] = [];
    const till = windowAt('app://till/');
    told.get('ask')?.(till, permission, (granted: unknown) => answers.push(granted), {});
    expect([permission, answers, told.get('check')?.(till, permission, '', {})]).toEqual([permission, [false], false]);
  }
  expect(told.get('device')?.({})).toBe(false);
  expect(told.get('spelling')?.()).toBe(false);
});

it('the till’s own page may use the camera, with no microphone; no other page may', async () => {
  const { told } = sessionOf();
  const asked = async (url: string, mediaTypes: string[] | undefined): Promise<unknown> =>
    await new Promise((resolve) => void told.get('ask')?.(windowAt(url), 'media', resolve, { mediaTypes }));
  const checked = (url: string, mediaType: string): unknown =>
    told.get('check')?.(windowAt(url), 'media', '', { mediaType });

  expect(await asked('app://till/', ['video'])).toBe(true);
  expect(checked('app://till/', 'video')).toBe(true);
  for (const types of [['audio'], ['video', 'audio'], [], undefined])
    expect([types, await asked('app://till/', types)]).toEqual([types, false]);
  for (const url of ['app://display/', 'https://till/', 'app://till.evil/', ''])
    expect([url, await asked(url, ['video']), checked(url, 'video')]).toEqual([url, false, false]);
  expect([checked('app://till/', 'audio'), checked('app://till/', 'unknown')]).toEqual([false, false]);
  expect(told.get('check')?.(null, 'media', '', { mediaType: 'video' })).toBe(false);
});

it('a system that keeps the camera to itself is believed', async () => {
  const { told } = sessionOf(false);
  const till = windowAt('app://till/');
  const answer = await new Promise(
    (resolve) => void told.get('ask')?.(till, 'media', resolve, { mediaTypes: ['video'] }),
  );
  expect(answer).toBe(false);
});

it('no request leaves the till’s own pages, and nothing is downloaded', () => {
  const { told, events } = sessionOf();
  const isCancelled = (url: string): boolean => {
    let cancelled = false;
    (told.get('request') as Rule)({ url }, ({ cancel }) => (cancelled = cancel));
    return cancelled;
  };
  expect(isCancelled('app://till/assets/main.js')).toBe(false);
  expect(isCancelled('app://display/')).toBe(false);
  for (const url of [
    'https://till/',
    'app://other/',
    'app://till.evil/',
    'file:///etc/passwd',
    'ws://127.0.0.1/',
    'data:,x',
  ])
    expect([url, isCancelled(url)]).toEqual([url, true]);
  expect(isPrevented(events, 'will-download')).toBe(true);
});

/** The contents of a window that shows an address. */
function contentsAt(url: string) {
  const contents = new EventEmitter();
  let opening: (() => { action: string }) | undefined;
  const setWindowOpenHandler = (open: () => { action: string }) => (opening = open);
  lockContents(Object.assign(contents, { setWindowOpenHandler, getURL: () => url }) as unknown as WebContents);
  return { contents, open: () => opening?.() };
}

it('a page may go to its own screen’s pages only, opens no window, takes in no other page and lets its window go', () => {
  const { contents, open } = contentsAt('app://till/');
  expect(open()).toEqual({ action: 'deny' });
  expect(isPrevented(contents, 'will-navigate', 'https://example.com/')).toBe(true);
  expect(isPrevented(contents, 'will-navigate', 'app://till/')).toBe(false);
  for (const event of ['will-redirect', 'will-attach-webview', 'will-prevent-unload'])
    expect(isPrevented(contents, event)).toBe(true);
});

it('a customer’s screen never becomes the till, nor the till a customer’s screen', () => {
  const display = contentsAt('app://display/').contents;
  expect(isPrevented(display, 'will-navigate', 'app://till/')).toBe(true);
  expect(isPrevented(display, 'will-navigate', 'app://display/')).toBe(false);
  expect(isPrevented(contentsAt('app://till/').contents, 'will-navigate', 'app://display/')).toBe(true);
  expect(isPrevented(contentsAt('').contents, 'will-navigate', 'https://example.com/')).toBe(true);
});

function isPrevented(emitter: EventEmitter, name: string, url = ''): boolean {
  let prevented = false;
  emitter.emit(name, { url, preventDefault: () => (prevented = true) });
  return prevented;
}
