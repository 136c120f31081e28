import * as l10n from '@vscode/l10n';

/** Where a claim comes from. */
export interface Source {
  readonly name: string;
  readonly url: string;
  /** Section, figure or table. */
  readonly part?: string;
}

export const SRIVASTAVA: Source = {
  name: 'Srivastava et al. 2014, JMLR 15',
  url: 'https://jmlr.org/papers/v15/srivastava14a.html',
};
export const EFFICIENT_BACKPROP: Source = {
  name: 'LeCun, Bottou, Orr and Müller 1998, Efficient BackProp',
  url: 'http://yann.lecun.com/exdb/publis/pdf/lecun-98b.pdf',
};
export const GOODFELLOW: Source = {
  name: 'Goodfellow, Bengio and Courville 2016, Deep Learning',
  url: 'https://www.deeplearningbook.org/contents/ml.html',
};
export const BREIMAN: Source = {
  name: 'Breiman 2001, Random Forests',
  url: 'https://doi.org/10.1023/A:1010933404324',
};

export const COHEN: Source = {
  name: 'Cohen et al. 2021, arXiv 2103.00065',
  url: 'https://arxiv.org/abs/2103.00065',
};
export const LEWKOWYCZ: Source = {
  name: 'Lewkowycz et al. 2020, arXiv 2003.02218',
  url: 'https://arxiv.org/abs/2003.02218',
};

export const section = (source: Source, number: string): Source => ({ ...source, part: `§ ${number}` });
export const figure = (source: Source, number: number): Source => ({
  ...source,
  part: l10n.t('fig. {0}', number),
});
export const appendix = (source: Source, number: string): Source => ({
  ...source,
  part: l10n.t('appendix {0}', number),
});

/** `Srivastava et al. 2014, JMLR 15, fig. 9`. */
export const sourceText = ({ name, part }: Source): string => (part ? `${name}, ${part}` : name);
