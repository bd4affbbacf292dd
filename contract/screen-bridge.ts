/** `window.counterpay`: the way to the host where a shell puts one into the page. In a plain browser there is none. */
export interface ScreenBridge {
  /** Sends one command frame, as JSON text. */
  send(text: string): void;
  /** Hands over every host frame from now on, as JSON text, first of all what is known; a second listener replaces the first. */
  onFrame(take: (text: string) => void): void;
}
