import { expect, it } from 'vitest';

import { camerasOf, findAgain, type Camera } from './camera-list.ts';

const counter: Camera = { id: 'a', group: 'g1', label: 'Counter camera' };
const builtIn: Camera = { id: 'b', group: 'g2', label: 'Built in' };

const device = (kind: MediaDeviceKind, deviceId: string): MediaDeviceInfo =>
  ({ kind, deviceId, groupId: 'g', label: deviceId }) as MediaDeviceInfo;

it('lists cameras, and nothing else that hears or speaks', () => {
  expect(camerasOf([device('audioinput', 'x'), device('videoinput', 'y'), device('audiooutput', 'z')])).toEqual([
    { id: 'y', group: 'g', label: 'y' },
  ]);
});

it('finds a camera again by its id', () => {
  expect(findAgain([builtIn, counter], { ...counter, label: 'renamed' })).toBe(counter);
});

it('finds a camera by its name when the browser has minted new ids', () => {
  expect(findAgain([builtIn, { ...counter, id: 'new', group: 'new' }], counter)?.id).toBe('new');
});

it('of two cameras with one name takes the one of the same group', () => {
  const twins = [
    { ...counter, id: 'x', group: 'g8' },
    { ...counter, id: 'y', group: 'g1' },
  ];
  expect(findAgain(twins, { ...counter, id: 'gone' })?.id).toBe('y');
  expect(findAgain(twins, { ...counter, id: 'gone', group: 'gone' })?.id).toBe('x');
});

it('takes no other camera for the one that is gone, and none that has no name yet', () => {
  expect(findAgain([builtIn], counter)).toBeNull();
  expect(findAgain([{ id: '', group: '', label: '' }], { id: '', group: '', label: '' })).toBeNull();
});
