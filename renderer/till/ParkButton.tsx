import { parkAfterMs, parkProposedAfterMs } from '#contract';

import { park } from './actions.ts';
import { Button } from './Button.tsx';
import { useMessages } from './use-messages.ts';

/** Puts an open payment into the tray: not offered at first, then as a second choice, then proposed. */
export function ParkButton({ elapsedMs }: { elapsedMs: number }) {
  const { t } = useMessages();
  if (elapsedMs < parkAfterMs) return null;
  return (
    <Button kind={elapsedMs < parkProposedAfterMs ? 'second' : 'primary'} press="F4" onClick={() => void park()}>
      {t('tray.put')}
    </Button>
  );
}
