/** Says that something was plugged in or pulled, not what: whoever hears it lists. */
export interface PlugEvents {
  /** False when this machine cannot say: then it has to be looked for. */
  start(changed: () => void): Promise<boolean>;
  stop(): Promise<void>;
}
