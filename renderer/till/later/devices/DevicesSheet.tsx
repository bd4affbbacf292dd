import { useEffect, useState } from 'react';

import type { Snapshot } from '#contract';

import { useMessages } from '../../shared.ts';
import { AllowPanel } from './AllowPanel.tsx';
import { CameraLook } from './CameraLook.tsx';
import { CameraRow } from './CameraRow.tsx';
import { AcquirerRow, CustomerScreenRow } from './ConnectionRows.tsx';
import styles from './Device.module.css';
import { DriverRows } from './DriverRows.tsx';
import { FormatPanel } from './FormatPanel.tsx';
import { ModePanel } from './ModePanel.tsx';
import { PortRow } from './PortRow.tsx';
import { ScannerRow, WedgeRow } from './ScannerRow.tsx';
import { Sheet } from '../Sheet.tsx';
import { TestScanPanel } from './TestScanPanel.tsx';
import { WedgeSetup } from './WedgeSetup.tsx';

/** What one thing to do leads to; it takes the list's place until it is left. */
export type Panel =
  | { of: 'test-scan'; scanner: string }
  | { of: 'allow' }
  | { of: 'mode' }
  | { of: 'format'; scanner: string }
  | { of: 'wedge' }
  | { of: 'camera' };

/** Everything that is plugged in, its state in words, and one thing to do beside each. */
export function DevicesSheet({ snapshot }: { snapshot: Snapshot }) {
  const { t } = useMessages();
  const [panel, setPanel] = useState<Panel | null>(null);
  useEscape(panel !== null, () => setPanel(null));
  const { scanners, ports, drivers, missing } = snapshot.devices;
  if (panel !== null) return <PanelSheet panel={panel} snapshot={snapshot} onBack={() => setPanel(null)} />;
  return (
    <Sheet title={t('devices.title')} say={t('devices.say')}>
      <ul className={styles.list}>
        {scanners.map((scanner) => (
          <ScannerRow key={scanner.id} scanner={scanner} onOpen={setPanel} />
        ))}
        <DriverRows drivers={drivers} missing={missing} isNone={scanners.length === 0} onOpen={setPanel} />
        <WedgeRow onOpen={() => setPanel({ of: 'wedge' })} />
        <CameraRow onOpen={() => setPanel({ of: 'camera' })} />
        {ports
          .filter(({ inUse }) => !inUse)
          .map((port) => (
            <PortRow key={port.id} port={port} />
          ))}
        <CustomerScreenRow state={snapshot.customerScreen} />
        <AcquirerRow snapshot={snapshot} />
      </ul>
    </Sheet>
  );
}

function PanelSheet({ panel, snapshot, onBack }: { panel: Panel; snapshot: Snapshot; onBack: () => void }) {
  const { t } = useMessages();
  const scannerOf = (wanted: string) => snapshot.devices.scanners.find(({ id }) => id === wanted) ?? null;
  return (
    <Sheet title={t(`devices.panel.${panel.of}`)} onBack={onBack}>
      {panel.of === 'test-scan' && <TestScanPanel scanner={scannerOf(panel.scanner)} onLeft={onBack} />}
      {panel.of === 'allow' && <AllowPanel />}
      {panel.of === 'mode' && <ModePanel />}
      {panel.of === 'format' && <FormatPanel scanner={scannerOf(panel.scanner)} />}
      {panel.of === 'wedge' && <WedgeSetup />}
      {panel.of === 'camera' && <CameraLook />}
    </Sheet>
  );
}

/** Esc leaves one thing at a time: while a panel is open it is the panel. */
function useEscape(isOpen: boolean, leave: () => void): void {
  useEffect(() => {
    if (!isOpen) return undefined;
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      leave();
    };
    window.addEventListener('keydown', onKey, { capture: true });
    return () => window.removeEventListener('keydown', onKey, { capture: true });
  });
}
