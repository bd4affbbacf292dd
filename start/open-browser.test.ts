import { expect, it } from 'vitest';

import { browserCommand } from './open-browser.ts';

it('on Linux a browser is only asked for where there is a display', () => {
  expect(browserCommand('linux', {})).toBeNull();
  expect(browserCommand('linux', { DISPLAY: ':0' })).toEqual(['xdg-open']);
  expect(browserCommand('linux', { WAYLAND_DISPLAY: 'wayland-0' })).toEqual(['xdg-open']);
});
