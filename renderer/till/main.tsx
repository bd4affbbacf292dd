import '../look/tokens.css';
import { createRoot } from 'react-dom/client';

const root = document.getElementById('till');
if (root !== null) createRoot(root).render(<p>Counterpay</p>);
