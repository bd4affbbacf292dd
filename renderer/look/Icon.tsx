import attention from '../../assets/icons/attention.svg?raw';
import back from '../../assets/icons/back.svg?raw';
import backspace from '../../assets/icons/backspace.svg?raw';
import camera from '../../assets/icons/camera.svg?raw';
import clock from '../../assets/icons/clock.svg?raw';
import cross from '../../assets/icons/cross.svg?raw';
import dash from '../../assets/icons/dash.svg?raw';
import display from '../../assets/icons/display.svg?raw';
import goods from '../../assets/icons/goods.svg?raw';
import keyboard from '../../assets/icons/keyboard.svg?raw';
import linkOff from '../../assets/icons/link-off.svg?raw';
import language from '../../assets/icons/language.svg?raw';
import link from '../../assets/icons/link.svg?raw';
import list from '../../assets/icons/list.svg?raw';
import next from '../../assets/icons/next.svg?raw';
import person from '../../assets/icons/person.svg?raw';
import phone from '../../assets/icons/phone.svg?raw';
import refresh from '../../assets/icons/refresh.svg?raw';
import scan from '../../assets/icons/scan.svg?raw';
import scanner from '../../assets/icons/scanner.svg?raw';
import settings from '../../assets/icons/settings.svg?raw';
import showCode from '../../assets/icons/show-code.svg?raw';
import soundOff from '../../assets/icons/sound-off.svg?raw';
import sound from '../../assets/icons/sound.svg?raw';
import tick from '../../assets/icons/tick.svg?raw';
import wallet from '../../assets/icons/wallet.svg?raw';

import styles from './Icon.module.css';

const drawings = {
  attention,
  back,
  backspace,
  camera,
  clock,
  cross,
  dash,
  display,
  goods,
  keyboard,
  language,
  link,
  'link-off': linkOff,
  list,
  next,
  person,
  phone,
  refresh,
  scan,
  scanner,
  settings,
  'show-code': showCode,
  sound,
  'sound-off': soundOff,
  tick,
  wallet,
} as const;

export type IconName = keyof typeof drawings;

/** A drawing beside words; it says nothing by itself. */
export function Icon({ name, size = 'text' }: { name: IconName; size?: 'small' | 'text' | 'large' }) {
  return (
    // Our own files, built in: nothing from outside gets here.
    <span
      className={styles.icon}
      data-size={size}
      aria-hidden="true"
      dangerouslySetInnerHTML={{ __html: drawings[name] }}
    />
  );
}
