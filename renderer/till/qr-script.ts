import { qrOf } from './qr-drawing.ts';

// A classic script of its own, loaded by `qr.ts`.
window.counterpayQr = qrOf;
