import { keepWaiting, stop } from './actions.ts';
import { Button } from './Button.tsx';
import { Dialog } from './Dialog.tsx';
import { useTill } from './state.ts';
import { useMessages } from './use-messages.ts';

/** Asks before stopping. */
export function StopDialog({ amount }: { amount: string }) {
  const { t } = useMessages();
  return (
    <Dialog
      name="stop"
      title={t('stop.title', { amount })}
      say={t('stop.say')}
      safe={t('stop.keep')}
      onSafe={keepWaiting}
      other={<Button onClick={() => void stop()}>{t('stop.stop')}</Button>}
    />
  );
}

/** Asks before closing a code that we show, and says what comes after. */
export function CloseCodeDialog() {
  const { t } = useMessages();
  const thenScan = useTill((state) => state.thenScan !== null);
  return (
    <Dialog
      name="stop"
      title={t('closeCode.title')}
      say={thenScan ? t('closeCode.sayThenScan') : t('closeCode.say')}
      safe={t('stop.keep')}
      onSafe={keepWaiting}
      other={
        <Button onClick={() => void stop()}>{thenScan ? t('closeCode.closeAndScan') : t('closeCode.close')}</Button>
      }
    />
  );
}
