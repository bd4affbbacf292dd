import type Electron from 'electron';

import { browser, type RequestPaused } from './browser.ts';
import { fromChromium, handlerOf } from './scheme.ts';
import { defaultSession } from './session.ts';

/** A main frame is about to go somewhere: whether that was asked for by the program or allowed by its rules. */
export type MayNavigate = (frameId: string, requestUrl: string, url: string) => boolean;

/** Answers one request of any page: by the program's rules first, then by its scheme's handler, else by the network. */
export async function answerRequest(paused: RequestPaused, mayNavigate: MayNavigate): Promise<void> {
  const { requestId, request, resourceType, frameId } = paused;
  const { cdp } = browser();
  const fail = (errorReason: string) => cdp.send<void>('Fetch.failRequest', { requestId, errorReason });
  const url = fromChromium(request.url);
  if (resourceType === 'Document' && !mayNavigate(frameId, request.url, url)) return fail('Aborted');
  if (await isBlocked(url, request.method)) return fail('BlockedByClient');
  if (url === request.url) return cdp.send('Fetch.continueRequest', { requestId });

  const handler = handlerOf(url);
  if (handler === undefined) return fail('NameNotResolved');
  const body = request.postData === undefined ? {} : { body: request.postData };
  const response = await handler(new Request(url, { method: request.method, headers: request.headers, ...body }));
  if (response.type === 'error') return fail('Failed');
  await cdp.send('Fetch.fulfillRequest', {
    requestId,
    responseCode: response.status,
    responseHeaders: [...response.headers].map(([name, value]) => ({ name, value })),
    body: Buffer.from(await response.arrayBuffer()).toString('base64'),
  });
}

function isBlocked(url: string, method: string): Promise<boolean> {
  return new Promise((resolve) => {
    const rule = defaultSession.requestRule;
    if (rule === null) return resolve(false);
    const details = { id: 0, url, method, timestamp: Date.now() } as Electron.OnBeforeRequestListenerDetails;
    rule(details, ({ cancel }) => resolve(cancel === true));
  });
}
