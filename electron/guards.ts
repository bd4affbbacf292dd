import type { Session, WebContents } from 'electron';

import { screenAt } from './scheme.ts';

/**
 * No request leaves our own pages, no page is allowed anything but the till's own to use the camera, nothing is
 * downloaded. `askSystem`: whether the system lets this program use cameras; it may ask a person.
 */
export function lockSession(session: Session, askSystem: () => Promise<boolean>): void {
  session.webRequest.onBeforeRequest((details, answer) => answer({ cancel: screenAt(details.url) === null }));
  session.setPermissionRequestHandler((contents, permission, answer, details) => {
    const types = permission === 'media' && 'mediaTypes' in details ? (details.mediaTypes ?? []) : [];
    const isCamera = types.length > 0 && types.every((type) => type === 'video');
    if (!isCamera || !isTill(contents)) return answer(false);
    askSystem().then(answer, () => answer(false));
  });
  session.setPermissionCheckHandler(
    (contents, permission, _origin, { mediaType }) =>
      permission === 'media' && mediaType === 'video' && contents !== null && isTill(contents),
  );
  session.setDevicePermissionHandler(() => false);
  session.setSpellCheckerEnabled(false); // it would fetch its dictionaries
  session.on('will-download', (event) => event.preventDefault());
}

/** The till's own window. It holds one page and no other: nothing is embedded in it. */
function isTill(contents: WebContents): boolean {
  return screenAt(contents.getURL()) === 'till';
}

/** A page stays the screen that it is, the till's or the customer's: it goes nowhere, opens nothing, embeds nothing and keeps no window from closing. */
export function lockContents(contents: WebContents): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.on('will-navigate', (event) => {
    const to = screenAt(event.url);
    if (to === null || to !== screenAt(contents.getURL())) event.preventDefault();
  });
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
  // Electron's name for letting it go: what a page wants when it is left (`beforeunload`) is not asked for.
  contents.on('will-prevent-unload', (event) => event.preventDefault());
}
