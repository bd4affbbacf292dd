import type { HostFrame } from '#contract';

/** What a screen is here for: the cashier's own, or one that faces the customer and may say only that it is there. */
export type ScreenRole = 'till' | 'display';

/**
 * Whether screens of a role are told a frame. Replies go to one screen alone, which is one of the till's, and what is for the
 * driver process to none.
 */
export function isFor(role: ScreenRole, { frame }: HostFrame): boolean {
  if (frame === 'to-drivers') return false;
  switch (role) {
    case 'till':
      return frame !== 'display';
    case 'display':
      return frame === 'display' || frame === 'alive' || frame === 'host-away';
  }
}
