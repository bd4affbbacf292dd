import { transportOfPage } from '../link/transport.ts';

/** Imported before everything else: page and host meet while the page's other scripts still run. */
export const wayToHost = transportOfPage('/link');
