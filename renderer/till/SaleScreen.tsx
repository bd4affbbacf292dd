import type { Snapshot } from '#contract';

import { AskingScreen } from './AskingScreen.tsx';
import { CancellingScreen } from './CancellingScreen.tsx';
import { codeStepOf } from './code-step.ts';
import { CodeScreen } from './CodeScreen.tsx';
import { KeypadScreen } from './KeypadScreen.tsx';
import { OutcomeScreen } from './OutcomeScreen.tsx';
import { ScanScreen } from './ScanScreen.tsx';
import { stageOf, useTill } from './state.ts';

/** The work pane of a sale. The host says which; `key` makes each payment's screen a new one. */
export function SaleScreen({ snapshot }: { snapshot: Snapshot }) {
  const left = useTill((state) => state.left);
  const stage = stageOf({ snapshot, left });
  switch (stage.at) {
    case 'idle':
      return <KeypadScreen snapshot={snapshot} />;
    case 'scan':
      return <ScanScreen key={stage.saleId} stage={stage} />;
    case 'asking':
      return codeStepOf(stage) === null ? (
        <AskingScreen key={stage.paymentRequestId} stage={stage} timeScale={snapshot.timeScale} />
      ) : (
        <CodeScreen key={stage.paymentRequestId} stage={stage} snapshot={snapshot} />
      );
    case 'cancelling':
      return <CancellingScreen key={stage.paymentRequestId} stage={stage} timeScale={snapshot.timeScale} />;
    case 'outcome':
      return <OutcomeScreen key={`${stage.paymentRequestId} ${stage.outcome}`} stage={stage} />;
  }
}
