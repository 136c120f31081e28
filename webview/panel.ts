// Translations come first: modules below call l10n.t while they are evaluated.
import './l10n';
import './base.css';
import './components/panel-view';
import { connect } from './connect';

const panel = document.createElement('dp-panel');
panel.store = connect();
document.body.append(panel);
