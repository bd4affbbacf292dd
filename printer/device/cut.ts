import type { Press } from '../render/index.ts';

/** What cuts the paper. ESC/POS reference, each by its name. */
export const cutCommands: Readonly<Record<string, (press: Press, bytes: Uint8Array) => void>> = {
  'GS V': (press, [, , m = 0, n = 0]) => {
    const how = [0, 48, 65, 97, 103].includes(m) ? 'full' : 'partial';
    if (m >= 65) press.printLine(headToCutterDots + Math.round(n * press.settings.unit.y));
    cut(press, 'GS V', how);
  },
  'ESC i': (press) => cut(press, 'ESC i', 'partial'),
  'ESC m': (press) => cut(press, 'ESC m', 'partial'),
};

/** The paper has to go on by 14 mm before the last line is past the knife. */
const headToCutterDots = 112;

function cut(press: Press, command: string, how: 'full' | 'partial'): void {
  if (press.page !== null) return press.refuse(command, 'not in page mode');
  if (!press.isAtLineStart) return press.refuse(command, 'not at the beginning of a line');
  return press.paper.cut(how, headToCutterDots);
}
