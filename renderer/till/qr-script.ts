import { pictureOf, qrThatFits } from '../look/qr-drawing.ts';

// A classic script of its own, loaded by `qr.ts`. A quarter of damage, for a screen that is dirty or glares.
window.counterpayQr = (text) => {
  const drawing = qrThatFits(text, ['Q', 'M', 'L']);
  return drawing === null ? null : pictureOf(drawing);
};
