import '../link/without-eval.ts';
import '../look/base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

import { transportOfPage } from '../link/transport.ts';
import { App, drawnDisplay } from './App.tsx';
import { loadFonts } from './fonts.ts';
import { keepSayingHere } from './here.ts';
import { openLink } from './link.ts';
import { intoState, look, readShopLanguage, useDisplay } from './state.ts';

/** How often the page looks at what time has changed, in ms. */
const lookEveryMs = 250;

readShopLanguage();
forgetToken();

const link = openLink(transportOfPage('/display-link'), intoState);
const here = keepSayingHere({ told: believed, drawn: drawnDisplay, say: () => link.sayHere() });
// The till need not wait for the next beat to know that its customer sees something.
useDisplay.subscribe(({ known }, before) => {
  if (known.host === 'there' && before.known.host !== 'there') here.now();
});
setInterval(look, lookEveryMs);

const root = document.getElementById('display');
if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
loadFonts();

function believed() {
  const { known } = useDisplay.getState();
  return known.host === 'there' ? known.display : null;
}

/** The start address has done its work: a reload comes by the cookie, and nobody reads the token off the screen. */
function forgetToken(): void {
  const address = new URL(location.href);
  if (!address.searchParams.has('start')) return;
  address.searchParams.delete('start');
  history.replaceState(null, '', address);
}
