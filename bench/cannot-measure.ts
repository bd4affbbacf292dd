/** Why there is no figure, in one sentence for the person who asked. */
export class CannotMeasure extends Error {
  override readonly name = 'CannotMeasure';
}
