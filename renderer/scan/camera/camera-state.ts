import { findAgain, type Camera } from './camera-list.ts';
import type { DecoderLack, DecoderName, Foreign, Light } from './reader-messages.ts';

/** Why there is no picture; each has its words and one thing to do. */
export type CameraTrouble =
  | 'refused' // by a person, by the browser or by the system's own settings
  | 'none' // no camera is connected
  | 'in-use' // another program holds it
  | 'unplugged' // it was there, and went while it was looking
  | 'no-picture' // it is there, and cannot be opened
  | 'no-reader'; // nothing here can read codes in pictures

/** What was just seen that is no code to charge; it is said for `saidForMs`. */
export type CameraSaid = { of: 'two-codes' } | { of: 'foreign'; why: Foreign } | { of: 'test-code' };

/** What would help, when nothing was read for a while. */
export type CameraAdvice = 'brightness' | 'picture-dark' | 'picture-bright';

export type CameraView =
  | { at: 'off' }
  | { at: 'opening' }
  | { at: 'looking'; said: CameraSaid | null; advice: CameraAdvice | null }
  /** A code was read. Nothing more is read until somebody asks for another look, or another sale does. */
  | { at: 'read' }
  | { at: 'trouble'; why: CameraTrouble };

export type CameraState = {
  readonly view: CameraView;
  /** Whether a code is wanted now; the camera runs only then. */
  readonly isWanted: boolean;
  /** Grows with every opening of a camera, so that a late answer to an earlier one is known. */
  readonly opening: number;
  /** Grows with every look: what was read in an earlier one counts no more. */
  readonly look: number;
  readonly cameras: readonly Camera[];
  /** The one that a person chose, here or at an earlier start. */
  readonly chosen: Camera | null;
  /** The one that is running. */
  readonly using: Camera | null;
  /** The one that was unplugged while it ran; it is taken up again by itself. */
  readonly lost: Camera | null;
  readonly torch: 'none' | 'off' | 'on';
  /** It looks the way that the person does, so its picture is shown as a mirror shows it. */
  readonly facesPerson: boolean;
  readonly light: Light;
  /** What reads the pictures, and why not the better one; null until it is open. */
  readonly reader: { readonly name: DecoderName; readonly why: DecoderLack | null } | null;
};

export type CameraEvent =
  | { type: 'wanted' }
  | { type: 'unwanted' }
  | { type: 'opened'; opening: number; camera: Camera; torch: boolean; facesPerson: boolean }
  | { type: 'not-opened'; opening: number; why: CameraTrouble }
  /** The picture ended by itself: unplugged, or taken away by the system. */
  | { type: 'ended'; opening: number }
  | { type: 'listed'; cameras: readonly Camera[] }
  | { type: 'chosen'; id: string }
  | { type: 'torch-pressed' }
  | { type: 'torch-is'; opening: number; on: boolean }
  | { type: 'reader-is'; name: DecoderName; why: DecoderLack | null }
  | { type: 'no-reader' }
  | { type: 'code-read'; look: number; text: string }
  | { type: 'seen'; look: number; said: CameraSaid }
  | { type: 'light-is'; light: Light }
  /** The camera is open, and shows nothing. */
  | { type: 'no-frame'; look: number }
  /** Nothing was read for `adviceAfterMs`. */
  | { type: 'nothing-read'; look: number }
  /** What was said has stood long enough. */
  | { type: 'said-long-enough'; look: number }
  /** A person asks for another look, or for another try. */
  | { type: 'again' };

export type CameraEffect =
  | { do: 'open'; opening: number; camera: Camera | null }
  | { do: 'close' }
  | { do: 'look'; look: number }
  | { do: 'rest' }
  | { do: 'torch'; on: boolean }
  | { do: 'say'; said: CameraSaid }
  | { do: 'give'; text: string };

export type CameraStep = { state: CameraState; effects: readonly CameraEffect[] };

/** Nothing runs. `chosen`: what is remembered of an earlier choice. */
export function restingCamera(chosen: Camera | null): CameraState {
  return {
    view: { at: 'off' },
    isWanted: false,
    opening: 0,
    look: 0,
    cameras: [],
    chosen,
    using: null,
    lost: null,
    torch: 'none',
    facesPerson: false,
    light: 'enough',
    reader: null,
  };
}

/** What becomes of the camera after an event, and what is to be done about it. Of one look at most one code is given. */
export function cameraStep(state: CameraState, event: CameraEvent): CameraStep {
  switch (event.type) {
    case 'wanted':
      return state.isWanted ? same(state) : open({ ...state, isWanted: true });
    case 'unwanted':
      return state.isWanted ? closed({ ...state, isWanted: false, view: { at: 'off' } }) : same(state);
    case 'opened':
      return isThisOpening(state, event.opening) ? looking(running(state, event)) : same(state);
    case 'not-opened':
      return isThisOpening(state, event.opening) ? trouble(state, event.why) : same(state);
    case 'ended':
      if (event.opening !== state.opening || state.using === null) return same(state);
      return trouble({ ...state, lost: state.using }, 'unplugged');
    case 'listed':
      return listed({ ...state, cameras: event.cameras });
    case 'chosen': {
      const chosen = state.cameras.find(({ id }) => id === event.id);
      if (chosen === undefined || chosen.id === state.using?.id) return same(state);
      return state.isWanted ? open({ ...state, chosen }) : same({ ...state, chosen });
    }
    case 'torch-pressed':
      return state.torch === 'none' ? same(state) : { state, effects: [{ do: 'torch', on: state.torch === 'off' }] };
    case 'torch-is':
      if (event.opening !== state.opening || state.torch === 'none') return same(state);
      return same({ ...state, torch: event.on ? 'on' : 'off' });
    case 'reader-is':
      return same({ ...state, reader: { name: event.name, why: event.why } });
    case 'no-reader':
      return state.isWanted ? trouble(state, 'no-reader') : same(state);
    case 'code-read':
      if (!isThisLook(state, event.look)) return same(state);
      return { state: { ...state, view: { at: 'read' } }, effects: [{ do: 'rest' }, { do: 'give', text: event.text }] };
    case 'seen':
      return seen(state, event);
    case 'light-is':
      return advised({ ...state, light: event.light });
    case 'no-frame':
      return isThisLook(state, event.look) ? trouble(state, 'no-picture') : same(state);
    case 'nothing-read':
      if (!isThisLook(state, event.look) || state.view.at !== 'looking') return same(state);
      return same({ ...state, view: { ...state.view, advice: adviceIn(state.light) } });
    case 'said-long-enough':
      if (!isThisLook(state, event.look) || state.view.at !== 'looking') return same(state);
      return same({ ...state, view: { ...state.view, said: null } });
    case 'again':
      if (state.view.at === 'trouble') return open(state);
      return state.view.at === 'read' ? looking(state) : same(state);
  }
}

function same(state: CameraState): CameraStep {
  return { state, effects: [] };
}

function isThisOpening(state: CameraState, opening: number): boolean {
  return state.isWanted && state.view.at === 'opening' && opening === state.opening;
}

function isThisLook(state: CameraState, look: number): boolean {
  return state.view.at === 'looking' && look === state.look;
}

function open(state: CameraState): CameraStep {
  const opening = state.opening + 1;
  const camera = state.chosen === null ? null : (findAgain(state.cameras, state.chosen) ?? state.chosen);
  return {
    state: { ...without(state), view: { at: 'opening' }, opening },
    effects: [...(state.using === null ? [] : [{ do: 'close' } as const]), { do: 'open', opening, camera }],
  };
}

function closed(state: CameraState): CameraStep {
  return { state: without(state), effects: [{ do: 'close' }] };
}

function trouble(state: CameraState, why: CameraTrouble): CameraStep {
  return closed({ ...state, view: { at: 'trouble', why } });
}

/** No camera runs. What was under way ends. */
function without(state: CameraState): CameraState {
  return { ...state, using: null, torch: 'none', facesPerson: false, light: 'enough', look: state.look + 1 };
}

function running(state: CameraState, event: CameraEvent & { type: 'opened' }): CameraState {
  const { camera, torch, facesPerson } = event;
  return { ...state, using: camera, lost: null, torch: torch ? 'off' : 'none', facesPerson };
}

function looking(state: CameraState): CameraStep {
  const look = state.look + 1;
  return {
    state: { ...state, look, view: { at: 'looking', said: null, advice: null } },
    effects: [{ do: 'look', look }],
  };
}

/**
 * A camera that comes back, or the first one that comes, is opened by itself where one is waited for. No other one takes
 * the place of the one that was unplugged: it may look at the ceiling.
 */
function listed(state: CameraState): CameraStep {
  const { view, cameras, lost } = state;
  if (!state.isWanted || view.at !== 'trouble') return same(state);
  if (view.why === 'none') return cameras.length > 0 ? open(state) : same(state);
  const isBack = lost !== null && findAgain(cameras, lost) !== null;
  return view.why === 'unplugged' && isBack ? open(state) : same(state);
}

function seen(state: CameraState, { look, said }: CameraEvent & { type: 'seen' }): CameraStep {
  if (!isThisLook(state, look) || state.view.at !== 'looking') return same(state);
  const next = { ...state, view: { at: 'looking', said, advice: null } } as const;
  // It is in view for many frames, and is said once.
  return { state: next, effects: isSame(state.view.said, said) ? [] : [{ do: 'say', said }] };
}

function isSame(a: CameraSaid | null, b: CameraSaid): boolean {
  return a?.of === b.of && (a.of !== 'foreign' || b.of !== 'foreign' || a.why === b.why);
}

/** Advice that is on follows the light. */
function advised(state: CameraState): CameraStep {
  if (state.view.at !== 'looking' || state.view.advice === null) return same(state);
  return same({ ...state, view: { ...state.view, advice: adviceIn(state.light) } });
}

function adviceIn(light: Light): CameraAdvice {
  switch (light) {
    case 'enough':
      return 'brightness';
    case 'dark':
      return 'picture-dark';
    case 'bright':
      return 'picture-bright';
  }
}
