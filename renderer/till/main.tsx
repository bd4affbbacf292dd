import { wayToHost } from './way-to-host.ts';
import '../link/without-eval.ts';
import '../look/base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

import type { Scanned } from '#contract';

import { listenToWedge } from '../scan/index.ts';
import { askNewHost, goOnToScan, say, scan, takeBack, typeAmount, useLink } from './actions.ts';
import { App } from './App.tsx';
import { startMessages } from './i18n.ts';
import { keysMeaning, onKey } from './keys.ts';
import { openLink, type Answer, type TillFrame } from './link.ts';
import { showTheme } from './preferences.ts';
import { receive } from './receive.ts';
import * as shared from './shared.ts';
import { allowSound, hush, play, soundOfNews, type Sound } from './sounds.ts';
import { useTill } from './state.ts';

declare global {
  interface Window {
    /** For the screens that come later. */
    counterpayTill?: typeof shared;
  }
}

window.counterpayTill = shared;

// The start address has done its work: a reload comes by the cookie, and nobody reads the token off the screen.
if (location.search !== '') history.replaceState(null, '', location.pathname);

/** A start that is quicker shows nothing before the host's first word. */
const startingAfterMs = 300;

void start();

async function start(): Promise<void> {
  const { preferences } = useTill.getState();
  showTheme(preferences.theme);
  await startMessages(preferences.language);
  listenToKeys();
  useTill.subscribe(({ problem }, before) => {
    if (problem?.of === 'key' && problem !== before.problem) sounded('bad-scan');
  });
  showOnceTold();
  useLink(openLink(wayToHost, { frame: onFrame, open: onOpen }));
}

function listenToKeys(): void {
  listenToWedge({
    mode: keysMeaning,
    settings: () => useTill.getState().preferences.wedge,
    typed: onTyped,
    rolledBack: takeBack,
    scanned: (text) => void onScan(text),
    halfScanned() {
      say({ of: 'scan', why: 'half' });
      sounded('bad-scan');
    },
    tooSoon: () => say({ of: 'key', why: 'too-soon' }),
  });
  window.addEventListener('keydown', onKey);
  for (const first of ['keydown', 'pointerdown'] as const) {
    window.addEventListener(first, allowSound, { capture: true, once: true });
  }
}

/** Who keys an amount is done with the button that has the focus: the next Enter confirms the amount. */
function onTyped(char: string): void {
  if (document.activeElement instanceof HTMLButtonElement) document.activeElement.blur();
  typeAmount(char);
}

function showOnceTold(): void {
  const sayStarting = setTimeout(show, startingAfterMs);
  const unsubscribe = useTill.subscribe(({ snapshot, cannotRun, unpaired }) => {
    if (snapshot !== null || cannotRun !== null || unpaired !== null) show();
  });

  function show(): void {
    clearTimeout(sayStarting);
    unsubscribe();
    const root = document.getElementById('till');
    if (root === null) return;
    createRoot(root).render(
      <StrictMode>
        <App />
      </StrictMode>,
    );
  }
}

function onFrame(frame: TillFrame): void {
  const before = useTill.getState();
  const changed = receive(before, frame, performance.now());
  useTill.setState(changed);
  if (frame.frame === 'scanned') sounded(soundOfScan(frame.scanned));
  if (changed.snapshot === undefined || changed.snapshot === null) return;
  if (before.snapshot !== null && before.snapshot.hostId !== changed.snapshot.hostId) askNewHost();
  goOnToScan();
  const sound = soundOfNews(before.snapshot, changed.snapshot);
  if (sound === 'hush') hush();
  else if (sound !== null) sounded(sound);
}

/** A lost way to the host is the engine's restart to a cashier; until the first snapshot came, it is only starting. */
function onOpen(isOpen: boolean): void {
  if (!isOpen) useTill.setState((state) => ({ link: state.snapshot === null ? 'connecting' : 'lost' }));
}

async function onScan(text: string): Promise<void> {
  useTill.setState({ lastWedgeScanAt: Date.now() });
  const answer = await scan(text, 'wedge');
  sounded(soundOfScan(answer));
}

function soundOfScan({ is }: Answer | Scanned): Sound {
  return is === 'ok' || is === 'test-code' ? 'good-scan' : 'bad-scan';
}

function sounded(sound: Sound): void {
  if (!useTill.getState().preferences.muted) play(sound);
}
