import type { CameraState } from '../../../scan/camera/camera-state.ts';
import { t, type IconName } from '../../shared.ts';

/** What is, what to do, and whether somebody must do something before the camera goes on. */
export type CameraWords = { icon: IconName; what: string; todo: string; again: 'look' | 'try' | null };

/** What became of a code that was read: it is on its way, it began no payment, or nobody wanted it to. */
export type ReadCode = 'handed-over' | 'not-taken' | 'only-looked';

/** What the camera's state is in words. */
export function cameraWords({ view }: CameraState, readCode: ReadCode): CameraWords {
  switch (view.at) {
    case 'off':
    case 'opening':
      return { icon: 'camera', what: t('camera.opening.what'), todo: t('camera.opening.todo'), again: null };
    case 'looking':
      return { ...lookingWords(view), again: null };
    case 'read': {
      const words = { what: t(`camera.read.${readCode}.what`), todo: t(`camera.read.${readCode}.todo`) };
      return {
        icon: readCode === 'not-taken' ? 'attention' : 'tick',
        ...words,
        again: readCode === 'handed-over' ? null : 'look',
      };
    }
    case 'trouble': {
      const words = { what: t(`camera.trouble.${view.why}.what`), todo: t(`camera.trouble.${view.why}.todo`) };
      // A camera that is plugged in opens by itself.
      return { icon: 'attention', ...words, again: view.why === 'none' ? null : 'try' };
    }
  }
}

function lookingWords({ said, advice }: CameraState['view'] & { at: 'looking' }): Omit<CameraWords, 'again'> {
  if (said !== null) {
    const icon = said.of === 'test-code' ? 'tick' : 'attention';
    if (said.of === 'foreign')
      return { icon, what: t(`badScan.${said.why}.what`), todo: t(`badScan.${said.why}.todo`) };
    return { icon, what: t(`camera.${said.of}.what`), todo: t(`camera.${said.of}.todo`) };
  }
  const what = advice ?? 'looking';
  return { icon: 'camera', what: t(`camera.${what}.what`), todo: t(`camera.${what}.todo`) };
}

/** Why codes are not read as well as they could be; null while they are. For whoever looks after this till. */
export function readerWords({ reader }: CameraState): string | null {
  return reader === null || reader.why === null ? null : t(`camera.reader.${reader.why}`);
}
