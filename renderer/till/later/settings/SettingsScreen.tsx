import { useState } from 'react';

import type { Snapshot } from '#contract';

import { DevicesSheet } from '../devices/DevicesSheet.tsx';
import { ScreenSheet } from './ScreenSheet.tsx';
import { SettingsRail, type SettingsPage } from './SettingsRail.tsx';
import { ShopSheet } from './ShopSheet.tsx';

/** This till: the pages in the rail, the chosen one in the work pane. */
export function SettingsScreen({ snapshot }: { snapshot: Snapshot }) {
  const [page, setPage] = useState<SettingsPage>('devices');
  return (
    <>
      <SettingsRail page={page} snapshot={snapshot} onChoose={setPage} />
      {page === 'devices' && <DevicesSheet snapshot={snapshot} />}
      {page === 'screen' && <ScreenSheet />}
      {page === 'shop' && <ShopSheet snapshot={snapshot} />}
    </>
  );
}
