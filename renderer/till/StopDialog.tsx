import { keepWaiting, stop } from './actions.ts';
import { Button } from './Button.tsx';
import { Dialog } from './Dialog.tsx';
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
