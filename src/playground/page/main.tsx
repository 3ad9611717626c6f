import { createRoot } from 'react-dom/client';
import { App } from './frame/app.tsx';
import { NoticesProvider } from './state/notices.tsx';

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no element with the id "root".');
createRoot(root).render(
  <NoticesProvider>
    <App />
  </NoticesProvider>,
);
