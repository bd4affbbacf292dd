import { describe, expect, it } from 'vitest';

import type { Camera } from './camera-list.ts';
import { cameraStep, restingCamera, type CameraEffect, type CameraEvent, type CameraState } from './camera-state.ts';

const counter: Camera = { id: 'a', group: 'g1', label: 'Counter camera' };
const builtIn: Camera = { id: 'b', group: 'g2', label: 'Built in' };

/** What becomes of a resting camera after these events, and everything that was to be done. */
function after(events: readonly CameraEvent[], start = restingCamera(null)) {
  let state: CameraState = start;
  const effects: CameraEffect[] = [];
  for (const event of events) {
    const step = cameraStep(state, event);
    state = step.state;
    effects.push(...step.effects);
  }
  return { state, effects };
}

const wanted = { type: 'wanted' } as const;
const opened = (opening = 1, camera = counter): CameraEvent => ({
  type: 'opened',
  opening,
  camera,
  torch: false,
  facesPerson: false,
});
const looking = [wanted, opened()];
const lookNow = after(looking).state.look;
const code = (look = lookNow): CameraEvent => ({ type: 'code-read', look, text: '281234567890123456' });
const given = (effects: readonly CameraEffect[]) => effects.filter((effect) => effect.do === 'give');

describe('opening', () => {
  it('opens a camera when a code is wanted, and looks once it is there', () => {
    const { state, effects } = after(looking);
    expect(state.view).toEqual({ at: 'looking', said: null, advice: null });
    expect(effects).toEqual([
      { do: 'open', opening: 1, camera: null },
      { do: 'look', look: lookNow },
    ]);
  });

  it('opens the one that was chosen once, under the name that it has now', () => {
    const again = { ...counter, id: 'new' };
    const { effects } = after([{ type: 'listed', cameras: [builtIn, again] }, wanted], restingCamera(counter));
    expect(effects).toEqual([{ do: 'open', opening: 1, camera: again }]);
  });

  it('is not moved by what an earlier opening says', () => {
    const later = after([wanted, { type: 'unwanted' }, wanted]).state;
    expect(cameraStep(later, opened(1)).state).toBe(later);
    expect(cameraStep(later, { type: 'not-opened', opening: 1, why: 'refused' }).state).toBe(later);
  });

  it('lets go of the camera when no code is wanted, whatever it does', () => {
    for (const before of [[wanted], looking, [...looking, code()]]) {
      const { state, effects } = after([...before, { type: 'unwanted' }]);
      expect(state).toMatchObject({ view: { at: 'off' }, using: null });
      expect(effects.at(-1)).toEqual({ do: 'close' });
    }
  });
});

describe('a code', () => {
  it('is given once for each look, however often it is read', () => {
    const { state, effects } = after([...looking, code(), code(), code()]);
    expect(state.view.at).toBe('read');
    expect(given(effects)).toEqual([{ do: 'give', text: '281234567890123456' }]);
    expect(effects.at(-2)).toEqual({ do: 'rest' });
  });

  it('of an earlier look counts no more', () => {
    expect(given(after([...looking, code(), { type: 'again' }, code(lookNow)]).effects)).toHaveLength(1);
    expect(given(after([...looking, { type: 'unwanted' }, wanted, opened(2), code(lookNow)]).effects)).toEqual([]);
  });

  it('is looked for again when a person asks for it', () => {
    const { state, effects } = after([...looking, code(), { type: 'again' }]);
    expect(state.view.at).toBe('looking');
    expect(effects.at(-1)).toEqual({ do: 'look', look: lookNow + 1 });
    expect(given(after([...looking, code(), { type: 'again' }, code(lookNow + 1)]).effects)).toHaveLength(2);
  });

  it('that comes when nothing is wanted is given to nobody', () => {
    expect(given(after([...looking, { type: 'unwanted' }, code()]).effects)).toEqual([]);
  });
});

describe('what is no code to charge', () => {
  const two: CameraEvent = { type: 'seen', look: lookNow, said: { of: 'two-codes' } };
  const card: CameraEvent = { type: 'seen', look: lookNow, said: { of: 'foreign', why: 'card-number' } };

  it('is said once while it stays in view, and the camera goes on looking', () => {
    const { state, effects } = after([...looking, two, two, two]);
    expect(state.view).toMatchObject({ at: 'looking', said: { of: 'two-codes' } });
    expect(effects.filter((effect) => effect.do === 'say')).toHaveLength(1);
  });

  it('is said anew when it is another thing, or after a while', () => {
    expect(after([...looking, two, card]).effects.filter((effect) => effect.do === 'say')).toHaveLength(2);
    const over: CameraEvent = { type: 'said-long-enough', look: lookNow };
    expect(after([...looking, two, over]).state.view).toEqual({ at: 'looking', said: null, advice: null });
    expect(after([...looking, two, over, two]).effects.filter((effect) => effect.do === 'say')).toHaveLength(2);
  });
});

describe('advice', () => {
  const nothing: CameraEvent = { type: 'nothing-read', look: lookNow };

  it('comes when nothing was read for a while, by the light of the picture', () => {
    const views = (['enough', 'dark', 'bright'] as const).map(
      (light) => after([...looking, { type: 'light-is', light }, nothing]).state.view,
    );
    expect(views).toMatchObject([{ advice: 'brightness' }, { advice: 'picture-dark' }, { advice: 'picture-bright' }]);
  });

  it('follows the light while it stands, and does not come by the light alone', () => {
    const dark: CameraEvent = { type: 'light-is', light: 'dark' };
    expect(after([...looking, dark]).state.view).toMatchObject({ advice: null });
    expect(after([...looking, nothing, dark]).state.view).toMatchObject({ advice: 'picture-dark' });
  });

  it('is not given over a code', () => {
    expect(after([...looking, code(), nothing]).state.view).toEqual({ at: 'read' });
  });
});

describe('trouble', () => {
  it.each(['refused', 'none', 'in-use', 'no-picture'] as const)('is named: %s', (why) => {
    const { state, effects } = after([wanted, { type: 'not-opened', opening: 1, why }]);
    expect(state.view).toEqual({ at: 'trouble', why });
    expect(effects.at(-1)).toEqual({ do: 'close' });
  });

  it('is left by another try', () => {
    const { effects } = after([wanted, { type: 'not-opened', opening: 1, why: 'in-use' }, { type: 'again' }]);
    expect(effects.at(-1)).toEqual({ do: 'open', opening: 2, camera: null });
  });

  it('a camera that is unplugged in mid look is said, and taken up again when it is back', () => {
    const out = after([...looking, { type: 'listed', cameras: [] }, { type: 'ended', opening: 1 }]);
    expect(out.state).toMatchObject({ view: { at: 'trouble', why: 'unplugged' }, using: null });
    const back = cameraStep(out.state, { type: 'listed', cameras: [counter] });
    expect(back.effects).toEqual([{ do: 'open', opening: 2, camera: null }]);
  });

  it('another camera is not taken for the one that was unplugged, until a person chooses it', () => {
    const out = after([...looking, { type: 'ended', opening: 1 }, { type: 'listed', cameras: [builtIn] }]);
    expect(out.state.view).toEqual({ at: 'trouble', why: 'unplugged' });
    expect(after([{ type: 'chosen', id: 'b' }], out.state).effects).toEqual([
      { do: 'open', opening: 2, camera: builtIn },
    ]);
  });

  it('a camera that is there and shows nothing is said', () => {
    expect(after([...looking, { type: 'no-frame', look: lookNow }]).state.view).toEqual({
      at: 'trouble',
      why: 'no-picture',
    });
  });

  it('without anything that reads there is no use in a picture', () => {
    const { state, effects } = after([...looking, { type: 'no-reader' }]);
    expect(state.view).toEqual({ at: 'trouble', why: 'no-reader' });
    expect(effects.at(-1)).toEqual({ do: 'close' });
  });

  it('what ends after it was let go is nobody’s trouble', () => {
    const { state } = after([...looking, { type: 'unwanted' }, { type: 'ended', opening: 1 }]);
    expect(state.view).toEqual({ at: 'off' });
  });
});

describe('the light of a camera', () => {
  const withTorch: CameraEvent[] = [wanted, { ...opened(), torch: true } as CameraEvent];

  it('is switched where there is one', () => {
    const { state, effects } = after([...withTorch, { type: 'torch-pressed' }]);
    expect(effects.at(-1)).toEqual({ do: 'torch', on: true });
    expect(state.torch).toBe('off');
    expect(after([{ type: 'torch-is', opening: 1, on: true }], state).state.torch).toBe('on');
  });

  it('is not there where there is none, and goes with its camera', () => {
    expect(after([...looking, { type: 'torch-pressed' }]).effects.at(-1)).toMatchObject({ do: 'look' });
    expect(after([...withTorch, { type: 'unwanted' }]).state.torch).toBe('none');
  });
});

it('another camera is opened in place of the one that runs', () => {
  const listed: CameraEvent = { type: 'listed', cameras: [counter, builtIn] };
  const { state, effects } = after([listed, ...looking, { type: 'chosen', id: 'b' }]);
  expect(effects.slice(-2)).toEqual([{ do: 'close' }, { do: 'open', opening: 2, camera: builtIn }]);
  expect(state).toMatchObject({ chosen: builtIn, view: { at: 'opening' } });
});

it('whatever happens in whatever order: one code for each look, none when nothing is wanted, and no camera left on', () => {
  let seed = 7;
  const pick = <Item>(of: readonly Item[]): Item => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return of[seed % of.length] as Item;
  };
  for (let round = 0; round < 300; round++) {
    let state = restingCamera(null);
    let isOn = false;
    const codes = new Map<number, number>();
    for (let step = 0; step < 60; step++) {
      const { opening, look } = state;
      const event = pick<CameraEvent>([
        wanted,
        { type: 'unwanted' },
        opened(opening),
        opened(opening - 1),
        { type: 'not-opened', opening, why: 'in-use' },
        { type: 'ended', opening },
        { type: 'listed', cameras: pick([[], [counter], [counter, builtIn]]) },
        { type: 'chosen', id: pick(['a', 'b', 'c']) },
        { type: 'no-reader' },
        { type: 'no-frame', look },
        code(look),
        code(look - 1),
        { type: 'seen', look, said: { of: 'two-codes' } },
        { type: 'again' },
      ]);
      const next = cameraStep(state, event);
      for (const effect of next.effects) {
        // Only an opening that was asked for and is still wanted leads to a running camera.
        if (effect.do === 'close') isOn = false;
        if (effect.do === 'look') isOn = true;
        if (effect.do !== 'give') continue;
        codes.set(state.look, (codes.get(state.look) ?? 0) + 1);
        expect(state.isWanted).toBe(true);
      }
      state = next.state;
      expect(state.using !== null, event.type).toBe(isOn);
      if (!state.isWanted) expect([state.view.at, isOn]).toEqual(['off', false]);
    }
    expect([...codes.values()].every((times) => times === 1)).toBe(true);
  }
});
