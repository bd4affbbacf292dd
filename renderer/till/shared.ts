import * as jsxRuntime from 'react/jsx-runtime';
import * as react from 'react';

// What the screens that come later share with the till's own script: everything that has a state, and what both draw with. They
// are a script of their own (vite.config.ts), so each name here is handed over through the window, once.
export { Icon, Mark, Money, Wordmark } from '../look/index.ts';
export { go, openCodeField, pair, prefer, say, scan, showDetails, tellDrivers } from './actions.ts';
export { Button } from './Button.tsx';
export { closeCamera, rememberCamera, useCameraDoor } from './camera-door.ts';
export { Heading } from './Heading.tsx';
export { addTexts, nextLanguage, t } from './i18n.ts';
export { hasCome } from './later.ts';
export { looks, PaymentLine } from './PaymentLine.tsx';
export { useQr } from './qr.ts';
export { play } from './sounds.ts';
export { useTill } from './state.ts';
export { clockTime, exactTime, useMessages } from './use-messages.ts';
export { jsxRuntime, react };

export type { IconName, MarkName } from '../look/index.ts';
export type { Tone } from './PaymentLine.tsx';
export type { LastScan, Place } from './state.ts';
