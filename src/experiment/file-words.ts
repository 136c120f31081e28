/** What arrays of features in an archive are usually called, in the order in which they are looked for; case aside. */
export const FEATURE_ARRAYS = ['x', 'x_train', 'features', 'data', 'images'] as const;

/** The same for the targets. */
export const TARGET_ARRAYS = ['y', 'y_train', 'labels', 'label', 'targets', 'target'] as const;

/** Spellings, blanks around them aside, of a value that is not there or that no arithmetic can be done with. */
export const ABSENT = /^([+-]?(inf|infinity|nan)|-?1\.#(ind|qnan|inf)|#?na|#?n\/a|<na>|nil|null|none|\?)?$/i;

/** Further spellings of it, which only count among numbers: in a column of texts they may be texts. */
export const GAP =
  /^([-–—−_.*?~·]{1,5}|n\.?\s?[adv]\.?|n\/[adv]|#?(n\/a|div\/0|value|ref|num|name|null|calc|error|spill)[!?]?|not? (available|applicable|data|value|known|measured|recorded)|not a number|un(known|defined|specified)|missing|miss|empty|blank|error|err|void|tb[acd]|nd|nan\(ind\)|k\.\s?a\.|unbekannt|fehlt|inconnu|desconocido|없음|결측|모름|미상)$/i;
