import * as l10n from '@vscode/l10n';
import type { Idea } from '../idea';
import { figure, type Source, SRIVASTAVA, section } from '../sources';

const LIU: Source = {
  name: 'Liu et al. 2023, Dropout Reduces Underfitting, arXiv 2303.01500',
  url: 'https://arxiv.org/abs/2303.01500',
};

/** No overfitting, no need. */
export const notNeeded: Idea = {
  id: 'not-needed',
  title: () => l10n.t('When it is not needed'),
  claims: () => [
    {
      text: l10n.t(
        'With much data, or a small network, there is little overfitting to cure, and dropout brings little or nothing.',
      ),
      source: figure(SRIVASTAVA, 10),
    },
    {
      text: l10n.t('It also costs time: training typically takes two to three times as long.'),
      source: section(SRIVASTAVA, '11'),
    },
    {
      text: l10n.t('There are exceptions: dropout in the first part of a run can help against underfitting.'),
      source: LIU,
    },
    {
      text: l10n.t('The sweep trains both twins on more and more samples.'),
    },
  ],
  sweeps: ['trainingSamples', 'width', 'depth'],
  scenario: 'not-needed',
};
