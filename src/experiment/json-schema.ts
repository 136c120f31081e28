import { toJsonSchema } from '@valibot/to-json-schema';
import { experimentSchema } from './schema';

/** A node of the JSON schema, with the hints that the form reads beside the standard keywords. */
export interface SchemaNode {
  readonly [keyword: string]: unknown;
}

/** The JSON schema of an experiment file: for completion in editors and for the form in the sidebar. */
export function experimentJsonSchema(): SchemaNode {
  const schema = toJsonSchema(experimentSchema, {
    typeMode: 'input',
    ignoreActions: ['finite', 'transform'],
    overrideAction: ({ valibotAction, jsonSchema }) =>
      'metadata' in valibotAction ? { ...jsonSchema, ...(valibotAction.metadata as object) } : undefined,
  });
  return { ...schema, title: 'Dropout Playground experiment' } as SchemaNode;
}
