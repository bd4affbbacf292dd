import type { Session, WebContents } from 'electron';

import { screenAt } from './scheme.ts';

/** No request leaves our own pages, no page is allowed anything, nothing is downloaded. */
export function lockSession(session: Session): void {
  session.webRequest.onBeforeRequest((details, answer) => answer({ cancel: screenAt(details.url) === null }));
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.setSpellCheckerEnabled(false); // it would fetch its dictionaries
  session.on('will-download', (event) => event.preventDefault());
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
