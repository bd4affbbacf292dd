import type { Devices } from '#contract';

import { tellDrivers, useMessages } from '../../shared.ts';
import { DeviceRow } from './DeviceRow.tsx';
import type { Panel } from './DevicesSheet.tsx';

type Props = Pick<Devices, 'drivers' | 'missing'> & {
  /** No scanner is there, and none is waited for. */
  isNone: boolean;
  onOpen: (panel: Panel) => void;
};

/** What reads the scanners, where it has something to say, and that there is no scanner. */
export function DriverRows({ drivers, missing, isNone, onOpen }: Props) {
  const { t } = useMessages();
  const row = { icon: 'scanner', name: t('devices.scanners') } as const;
  if (drivers !== 'running')
    return <DeviceRow {...row} says={t(`devices.drivers.${drivers}`)} state={drivers === 'away' ? 'act' : 'off'} />;
  const look = { label: t('devices.lookAgain'), onClick: () => void tellDrivers({ to: 'look' }) };
  const help = { label: t('devices.howToAllow'), onClick: () => onOpen({ of: 'allow' }) };
  return (
    <>
      {missing.map((library) => (
        <DeviceRow key={library} {...row} says={t(`devices.missing.${library}`)} state="act" action={help} />
      ))}
      {isNone && !missing.includes('hid') && (
        <DeviceRow {...row} says={t('devices.noScanner')} state="off" action={look} />
      )}
    </>
  );
}
