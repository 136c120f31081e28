// Translations come first: modules below call l10n.t while they are evaluated.
import './l10n';
import './base.css';
import './components/panel-view';
import { listen } from './bridge';
import { answerDrawing } from './chart-export';
import { connect } from './connect';
import { markMenus } from './context-menu';

const panel = document.createElement('dp-panel');
panel.store = connect();
document.body.append(panel);
markMenus(panel);
listen((message) => message.type === 'drawChart' && void answerDrawing(message, panel.store));
listen((message) => message.type === 'idea' && void panel.openIdea(message.id));
