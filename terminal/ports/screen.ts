import type { HostFrame } from '#contract';

/** Every screen of this till. Showing never fails: a screen that is away gets the next snapshot when it is back. */
export interface Screen {
  show(frame: HostFrame): void;
}
