/** How many samples of a generated set validate: below 1, a fraction of the training samples. */
export function validationCount(validation: number, train: number): number {
  return validation < 1 ? Math.max(1, Math.round(validation * train)) : validation;
}
