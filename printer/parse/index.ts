export { codePage } from './code-pages.ts';
export { longWord, word } from './command-form.ts';
export { internationalSet } from './international.ts';
export { commandBytesMax, Lexer, piecesOf, type Piece } from './lexer.ts';
export { characterExtent, decodeCharacter, shiftJisOf, type MultiByte } from './multi-byte.ts';
export { RealTimeWatch, type RealTime } from './real-time.ts';
