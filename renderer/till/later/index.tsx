import { addTexts, hasCome } from '../shared.ts';
import { prepareCamera } from './camera/camera-here.ts';
import { CameraPanel } from './camera/CameraPanel.tsx';
import en from './messages/en.json';
import japaneseTexts from './messages/ja.json?url';
import chineseTexts from './messages/zh-Hans.json?url';
import { PairingScreen } from './pairing/PairingScreen.tsx';
import { PaymentsScreen } from './payments/PaymentsScreen.tsx';
import { SettingsScreen } from './settings/SettingsScreen.tsx';

void come();

/** They come when they can speak, so that no key of a text is ever shown in its place. */
async function come(): Promise<void> {
  await addTexts({ en, others: { 'zh-Hans': chineseTexts, ja: japaneseTexts } });
  hasCome({ CameraPanel, PairingScreen, PaymentsScreen, SettingsScreen });
  prepareCamera();
}
