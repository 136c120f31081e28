// Translations come first: modules below call l10n.t while they are evaluated.
import './l10n';
import './base.css';
import './components/sidebar-view';
import { connect } from './connect';
import { markMenus } from './context-menu';

const sidebar = document.createElement('dp-sidebar');
sidebar.store = connect();
document.body.append(sidebar);
markMenus(sidebar);
