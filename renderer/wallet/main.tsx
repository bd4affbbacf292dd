import '../look/base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

import { WalletPage } from './WalletPage.tsx';
import { firstLanguage, loadChineseFont, startWords } from './words.ts';

await startWords(firstLanguage());

const root = document.getElementById('wallet');
if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      <WalletPage />
    </StrictMode>,
  );
}
// Nobody waits for it.
void loadChineseFont();
