import type { FormField, FormSection } from '../../src/experiment/form';
import type { Path } from '../../src/experiment/schema-node';
import { sameValue } from '../edits';

/** Which sections are folded, and which show all of their settings: kept over hiding and reloading. */
export interface FormState {
  readonly folded: readonly string[];
  readonly unfoldedMore: readonly string[];
}

/** What a section shows. */
export interface SectionModel {
  readonly section: FormSection;
  readonly isOpen: boolean;
  readonly shown: readonly FormField[];
  /** Fields that only show when a person asks for all settings. */
  readonly more: readonly FormField[];
  readonly showsMore: boolean;
  /** How many of the fields that do not show have been changed. */
  readonly changedInMore: number;
}

export function sectionModel(section: FormSection, { folded, unfoldedMore }: FormState): SectionModel {
  const more = section.fields.filter(({ advanced }) => advanced);
  return {
    section,
    isOpen: !folded.includes(section.id),
    shown: section.fields.filter(({ advanced }) => !advanced),
    more,
    showsMore: unfoldedMore.includes(section.id),
    changedInMore: more.filter(isChanged).length,
  };
}

/** Whether a field's value differs from its default. */
export const isChanged = (field: FormField): boolean => !sameValue(field.value, field.default);

/** Whether what is said about a path is said about a field: about its value, or about something inside it. */
export const concerns = (path: Path, field: FormField): boolean =>
  field.path.every((key, depth) => path[depth] === key);

/** Whether a field shows. */
export const isShown = (model: SectionModel, field: FormField): boolean =>
  model.isOpen && (model.showsMore || !field.advanced);

/** A field that belongs to the choice above it: a schedule's own parameters. */
export const isNested = ({ path }: FormField): boolean => path.length > 2 && path.at(-1) !== 'kind';

/** The list with an item in it, or without it if it was there. */
export const toggled = (list: readonly string[], item: string): readonly string[] =>
  list.includes(item) ? list.filter((other) => other !== item) : [...list, item];
