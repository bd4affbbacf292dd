import type { Scanner } from '#contract';

import { clockTime, tellDrivers, useMessages, useTill } from '../../shared.ts';
import { DeviceRow } from './DeviceRow.tsx';
import type { Panel } from './DevicesSheet.tsx';

type Props = { scanner: Scanner; onOpen: (panel: Panel) => void };

/** A scanner of the driver process: well, or what is the matter and the one thing that helps. */
export function ScannerRow({ scanner, onOpen }: Props) {
  const { t } = useMessages();
  const { id, presence, trouble, name } = scanner;
  const says = useSays(scanner);
  const row = { icon: 'scanner', name: t('devices.scanner', { name }), says } as const;
  const tryIt = { label: t('devices.testScan'), onClick: () => onOpen({ of: 'test-scan', scanner: id }) };
  if (presence === 'ready') return <DeviceRow {...row} state="well" action={tryIt} />;
  const forget = (label: string) => ({ label, onClick: () => void tellDrivers({ to: 'forget', scanner: id }) });
  // A port that was chosen by mistake must not need to be pulled out.
  if (scanner.via === 'serial' && presence !== 'absent')
    return <DeviceRow {...row} state="act" action={forget(t('devices.doNotUse'))} />;
  switch (trouble) {
    case 'no-permission':
      return (
        <DeviceRow
          {...row}
          state="act"
          action={{ label: t('devices.howToAllow'), onClick: () => onOpen({ of: 'allow' }) }}
        />
      );
    case 'unsupported':
      return (
        <DeviceRow
          {...row}
          state="act"
          action={{ label: t('devices.setUpCode'), onClick: () => onOpen({ of: 'mode' }) }}
        />
      );
    case 'garbled': {
      const format = { label: t('devices.otherFormat'), onClick: () => onOpen({ of: 'format', scanner: id }) };
      return <DeviceRow {...row} state="act" action={format} />;
    }
    default: {
      if (presence === 'connecting') return <DeviceRow {...row} state="off" />;
      if (presence === 'absent') return <DeviceRow {...row} state="act" action={forget(t('devices.forget'))} />;
      const look = { label: t('devices.lookAgain'), onClick: () => void tellDrivers({ to: 'look' }) };
      return <DeviceRow {...row} state="act" action={look} />;
    }
  }
}

function useSays({ presence, trouble, lastScanAgoMs }: Scanner): string {
  const { t } = useMessages();
  const heardAt = useTill((state) => state.heardAt);
  if (presence === 'ready') {
    if (lastScanAgoMs === null) return t('devices.ready');
    return t('devices.readyLastScan', { time: clockTime(performance.timeOrigin + heardAt - lastScanAgoMs) });
  }
  if (presence === 'connecting') return t('devices.connecting');
  return t(`devices.trouble.${trouble ?? 'unplugged'}`);
}

/** A scanner that types cannot be seen to be missing: only when it was used last can be said. */
export function WedgeRow({ onOpen }: { onOpen: () => void }) {
  const { t } = useMessages();
  const lastScan = useTill((state) => state.lastWedgeScanAt);
  const says = lastScan === null ? t('devices.wedgeNone') : t('devices.wedgeLastScan', { time: clockTime(lastScan) });
  return (
    <DeviceRow
      icon="keyboard"
      name={t('devices.wedge')}
      says={says}
      state={lastScan === null ? 'off' : 'well'}
      action={{ label: t('devices.setUp'), onClick: onOpen }}
    />
  );
}
