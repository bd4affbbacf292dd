import { EventEmitter } from 'node:events';

const only = { id: 1, bounds: { x: 0, y: 0, width: 1_024, height: 768 } };

/** One monitor, for ever: what a second one does to windows only a real desktop can show. */
class Screen extends EventEmitter {
  getPrimaryDisplay() {
    return only;
  }

  getAllDisplays() {
    return [only];
  }
}

export const screen = new Screen();
