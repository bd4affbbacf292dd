import type { Snapshot } from '#contract';

import { useMessages } from '../../shared.ts';
import { DeviceRow } from './DeviceRow.tsx';

export function CustomerScreenRow({ state }: { state: Snapshot['customerScreen'] }) {
  const { t } = useMessages();
  const looks = { none: 'off', on: 'well', off: 'act' } as const;
  return (
    <DeviceRow
      icon="display"
      name={t('devices.customerScreen')}
      says={t(`devices.screenIs.${state}`)}
      state={looks[state]}
    />
  );
}

export function AcquirerRow({ snapshot }: { snapshot: Snapshot }) {
  const { t } = useMessages();
  const { connection, linkTrouble } = snapshot;
  const says = linkTrouble === null ? t(`devices.acquirerIs.${connection}`) : t(`message.${linkTrouble}`);
  const looks = { connecting: 'off', connected: 'well', away: 'act' } as const;
  return (
    <DeviceRow
      icon={connection === 'away' ? 'link-off' : 'link'}
      name={t('devices.acquirer')}
      says={says}
      state={linkTrouble === null ? looks[connection] : 'act'}
    />
  );
}
