import type { Printer } from '#contract';

/** Whether it is there, as a screen says it: one without paper is. */
export function presenceOf(trouble: Printer['trouble'], isReached: boolean): Printer['presence'] {
  switch (trouble) {
    case 'absent':
    case 'unplugged':
      return 'absent';
    case 'no-permission':
    case 'in-use':
    case 'unsupported':
      return 'blocked';
    case 'unresponsive':
    case 'garbled':
      return 'failing';
    default:
      return isReached ? 'ready' : 'failing';
  }
}
