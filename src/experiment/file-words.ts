/** What arrays of features in an archive are usually called, in the order in which they are looked for; case aside. */
export const FEATURE_ARRAYS = ['x', 'x_train', 'features', 'data', 'images'] as const;

/** The same for the targets. */
export const TARGET_ARRAYS = ['y', 'y_train', 'labels', 'label', 'targets', 'target'] as const;

/** Spellings, blanks around them aside, of a value that is not there or that no arithmetic can be done with. */
export const ABSENT = /^([+-]?(inf|infinity|nan)|-?1\.#(ind|qnan|inf)|#?na|#?n\/a|<na>|nil|null|none|\?)?$/i;
