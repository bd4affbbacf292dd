/** What keeps the backend from starting, in one sentence that says what to do. The edge (`main.ts`) prints it and ends. */
export class StartFault extends Error {
  override readonly name = 'StartFault';
}
