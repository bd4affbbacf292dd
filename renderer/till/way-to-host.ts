import { transportOfPage } from '../link/transport.ts';

/** Opened by `first-script.ts`, and here where that did not come. */
export const wayToHost = window.counterpayWay ?? transportOfPage('/link');
