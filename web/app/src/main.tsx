import { render } from 'preact';
import './style/tokens.css';
import './style/base.css';
import './style/parts.css';
import './style/data.css';
import './shell/shell.css';
import './pages/overview/overview.css';
import './pages/queue/queue.css';
import './pages/lead/lead.css';
import { Root } from './shell/Root';
import { loadSession } from './state/session';
import { applyTheme } from './state/theme';

applyTheme();
void loadSession();
render(<Root />, document.getElementById('app')!);
