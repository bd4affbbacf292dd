import { play, prefer, useMessages, useTill } from '../../shared.ts';
import { Choice } from '../Choice.tsx';
import styles from './Settings.module.css';
import { Sheet } from '../Sheet.tsx';

/** What this screen looks and sounds like, for choosing. */
export function ScreenSheet() {
  const { t } = useMessages();
  const { language, theme, muted } = useTill((state) => state.preferences);
  return (
    <Sheet title={t('settings.page.screen')}>
      <div className={styles.body}>
        <Choice
          legend={t('settings.language')}
          chosen={language}
          options={[
            { value: 'en', name: 'English', lang: 'en' },
            { value: 'zh-Hans', name: '简体中文', lang: 'zh-Hans' },
            { value: 'ja', name: '日本語', lang: 'ja' },
          ]}
          onChoose={(value) => prefer({ language: value })}
        />
        <Choice
          legend={t('settings.theme')}
          chosen={theme}
          options={[
            { value: 'system', name: t('settings.system') },
            { value: 'light', name: t('settings.light') },
            { value: 'dark', name: t('settings.dark') },
          ]}
          onChoose={(value) => prefer({ theme: value })}
        />
        <Choice
          legend={t('settings.sound')}
          chosen={muted ? 'off' : 'on'}
          options={[
            { value: 'on', name: t('settings.on') },
            { value: 'off', name: t('settings.off') },
          ]}
          onChoose={(value) => {
            prefer({ muted: value === 'off' });
            if (value === 'on') play('paid');
          }}
        />
      </div>
    </Sheet>
  );
}
