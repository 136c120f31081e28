/** What the words of a language mean. */
export interface Dialect {
  /** What methods call their own object. */
  readonly selves: ReadonlySet<string>;
  /** The method that makes an object. */
  readonly maker: string;
  /** Its first parameter is the object. */
  readonly isSelfWritten: boolean;
  /** What stands in the body of a class is a member of the class as well as of its objects. */
  readonly sharesFields: boolean;
  /** Names belong to functions and to bodies of classes, whatever block they are bound in. */
  readonly hoists: boolean;
  /** Of several assignments in code that runs straight through the last one before a use counts. */
  readonly isStraight: boolean;
  /** `None` is given as any other value; JavaScript's `undefined` is what is not given. */
  readonly givesNothing: boolean;
  /** Functions that give on what they are given, by how they are called. */
  readonly passesOn: RegExp;
  /** Functions that make an object of objects and of keywords. */
  readonly makesRecord: RegExp;
  /** Where a call may give something else, a default counts all the same, with less confidence. */
  readonly trustsDefaults: boolean;
  /** Functions that say what a field or an option is where nothing else is given. */
  readonly declares: RegExp;
}

export const JAVASCRIPT: Dialect = {
  selves: new Set(['this']),
  maker: 'constructor',
  isSelfWritten: false,
  sharesFields: false,
  hoists: false,
  isStraight: false,
  givesNothing: false,
  passesOn: /^(?:Number|Number\.parseFloat|parseFloat|Object\.freeze|Object\.seal|structuredClone)$/,
  makesRecord: /^Object\.assign$/,
  trustsDefaults: false,
  declares: /^$/,
};

export const PYTHON: Dialect = {
  selves: new Set(['self', 'cls']),
  maker: '__init__',
  isSelfWritten: true,
  sharesFields: true,
  hoists: true,
  isStraight: true,
  givesNothing: true,
  passesOn:
    /^(?:float|int|tensorflow\.constant|torch\.tensor|numpy\.float(?:32|64)|jax\.numpy\.float32|copy\.(?:deep)?copy|ml_collections\.(?:config_dict\.){0,2}FieldReference)$/,
  makesRecord:
    /^(?:dict|(?:\w+\.)?(?:SimpleNamespace|Namespace|ConfigDict|EasyDict|AttrDict|DotMap|Munch)|OmegaConf\.create)$/,
  trustsDefaults: true,
  declares: /(?:^|\.)(?:Field|field|ib|attrib|Option|Argument)$/,
};
