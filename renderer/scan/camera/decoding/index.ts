export { agreement, agreementWindowMs, type AgreementRules } from './agreement.ts';
export { DecoderUnavailable } from './decoder-unavailable.ts';
export * from './decoder.ts';
export { readFrame } from './read-frame.ts';
export { areaOfFrame, cut, placed, regionOf, wholeFrameEvery } from './region.ts';
export { zxingJs } from './zxing-js.ts';
export { zxingWasm } from './zxing-wasm.ts';
