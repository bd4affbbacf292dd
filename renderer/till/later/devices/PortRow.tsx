import type { SerialPort } from '#contract';

import { tellDrivers, useMessages } from '../../shared.ts';
import { DeviceRow } from './DeviceRow.tsx';

/** A serial port that nobody has said anything about: only a person knows what hangs on it. */
export function PortRow({ port }: { port: SerialPort }) {
  const { t } = useMessages();
  const use = { label: t('devices.usePort'), onClick: () => void tellDrivers({ to: 'use-port', port: port.id }) };
  return (
    <DeviceRow
      icon="scanner"
      name={t('devices.port', { name: port.name })}
      says={t('devices.portSay')}
      state="off"
      action={use}
    />
  );
}
