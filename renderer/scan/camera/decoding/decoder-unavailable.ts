/** Why a decoder cannot be opened. */
export class DecoderUnavailable extends Error {
  override readonly name = 'DecoderUnavailable';
  readonly why: 'wasm-forbidden' | 'wasm-not-loaded';

  constructor(why: DecoderUnavailable['why'], options?: ErrorOptions) {
    super(
      why === 'wasm-forbidden'
        ? 'WebAssembly is not allowed in this place.'
        : 'The file with the decoder did not come, or could not be used.',
      options,
    );
    this.why = why;
  }
}
