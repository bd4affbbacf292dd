import type { Snapshot } from '#contract';

import { HistoryRail } from './HistoryRail.tsx';
import { HistorySheet } from './HistorySheet.tsx';

/** The last payments in the rail, the chosen one in the work pane. */
export function PaymentsScreen({ snapshot: { recent, shop } }: { snapshot: Snapshot }) {
  return (
    <>
      <HistoryRail recent={recent} />
      <HistorySheet shop={shop} recent={recent} />
    </>
  );
}
