import { EventEmitter } from 'node:events';

import type Electron from 'electron';

import { nothing, uncovered } from './uncovered.ts';

type RequestRule = (
  details: Electron.OnBeforeRequestListenerDetails,
  answer: (response: Electron.CallbackResponse) => void,
) => void;
type PermissionRule = Parameters<Electron.Session['setPermissionRequestHandler']>[0];
type PermissionCheck = Parameters<Electron.Session['setPermissionCheckHandler']>[0];

/** The one session: its rules as the program set them. */
class Session extends EventEmitter {
  requestRule: RequestRule | null = null;
  permissionRule: PermissionRule = null;
  permissionCheck: PermissionCheck = null;
  readonly webRequest = {
    onBeforeRequest: (rule: RequestRule | null): void => {
      this.requestRule = rule;
    },
  };

  setPermissionRequestHandler(rule: PermissionRule): void {
    this.permissionRule = rule;
  }

  setPermissionCheckHandler(check: PermissionCheck): void {
    this.permissionCheck = check;
  }

  setDevicePermissionHandler = nothing;
  setSpellCheckerEnabled = nothing;
}

export const defaultSession = new Session();

export const session = {
  get defaultSession(): Electron.Session {
    return defaultSession as unknown as Electron.Session;
  },
  fromPartition: (name: string): Electron.Session => uncovered(`session.fromPartition('${name}')`),
};
