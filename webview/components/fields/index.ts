import { html, type TemplateResult } from 'lit';
import type { FieldKind, FormField } from '../../../src/experiment/form';
import type { Experiment } from '../../../src/experiment/schema';
import './boolean';
import './choice';
import './file';
import './number';
import './placement';
import './text';
import './widths';

/** What a control shows. */
export interface ControlProps {
  readonly field: FormField;
  readonly problem: string;
  /** For controls that show a value together with others: placement names the layers. */
  readonly experiment: Experiment;
}

interface Kind {
  /** The control says its title itself; the form leaves it out. */
  readonly isTitled?: boolean;
  /** The control takes the whole width, below its title. */
  readonly isBlock?: boolean;
  /** What was typed and refused remains, to be corrected. */
  readonly keepsText?: boolean;
  control(props: ControlProps): TemplateResult;
}

const number: Kind = {
  keepsText: true,
  control: ({ field, problem }) =>
    html`<dp-field-number .field=${field} .problem=${problem}></dp-field-number>`,
};

const text: Kind = {
  keepsText: true,
  control: ({ field, problem }) => html`<dp-field-text .field=${field} .problem=${problem}></dp-field-text>`,
};

/** How each kind of field is shown. */
export const fieldKinds: Readonly<Record<FieldKind, Kind>> = {
  number,
  integer: number,
  boolean: {
    isTitled: true,
    isBlock: true,
    control: ({ field, problem }) =>
      html`<dp-field-boolean .field=${field} .problem=${problem}></dp-field-boolean>`,
  },
  choice: {
    control: ({ field, problem }) =>
      html`<dp-field-choice .field=${field} .problem=${problem}></dp-field-choice>`,
  },
  widths: {
    isBlock: true,
    keepsText: true,
    control: ({ field, problem }) =>
      html`<dp-field-widths .field=${field} .problem=${problem}></dp-field-widths>`,
  },
  placement: {
    isBlock: true,
    control: ({ field, problem, experiment }) => html`<dp-field-placement
      .field=${field}
      .problem=${problem}
      .layers=${experiment.network.hidden.length}
      .ratio=${experiment.dropout.ratio}
    ></dp-field-placement>`,
  },
  text,
  texts: text,
  pairs: text,
  file: {
    keepsText: true,
    control: ({ field, problem }) =>
      html`<dp-field-file .field=${field} .problem=${problem}></dp-field-file>`,
  },
};
