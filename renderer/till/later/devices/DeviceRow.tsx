import { Icon, type IconName } from '../../shared.ts';
import styles from './Device.module.css';

type Props = {
  icon: IconName;
  name: string;
  says: string;
  /** `well`: nothing to do. `off`: not there, and not needed. `act`: a person must act. */
  state: 'well' | 'off' | 'act';
  action?: { label: string; onClick: () => void };
};

const marks = { well: 'tick', off: 'dash', act: 'attention' } as const;

/** One device: what it is, how it is, one thing to do. */
export function DeviceRow({ icon, name, says, state, action }: Props) {
  return (
    <li className={styles.device}>
      <Icon name={icon} />
      <div>
        <strong>{name}</strong>
        <p className={styles.says} data-act={state === 'act' || undefined}>
          <Icon name={marks[state]} size="small" />
          {says}
        </p>
      </div>
      {action !== undefined && (
        // The name of the device is read with it: "Test scan" alone says nothing.
        <button type="button" aria-label={`${action.label}: ${name}`} onClick={action.onClick}>
          {action.label}
        </button>
      )}
    </li>
  );
}
