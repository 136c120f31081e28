import type { Role } from './metric';
import { roleOf, splitOf, wordsOf } from './role';

/**
 * The roles of metrics that are logged together. Beside a `train_loss` and something of validation rows, a score that
 * names no rows is of validation rows: fastai and many loops print it so. Keras, whose `loss` names none, is not of them.
 */
export function namedRoles(names: readonly string[]): (Role | null)[] {
  const roles = names.map((name) => roleOf(name));
  const isNamed = names.map((name) => isOfNamedRows(name));
  const trains = roles.some((role, index) => isNamed[index] && role === 'trainLoss');
  const validates = roles.some((role) => role?.startsWith('validation'));
  if (!trains || !validates) return roles;
  return roles.map((role, index) => (role === 'trainScore' && !isNamed[index] ? 'validationScore' : role));
}

function isOfNamedRows(name: string): boolean {
  const words = wordsOf(name);
  return words.some(splitOf) || (words.length === 1 && /^(?:train|valid|val|test|eval)/.test(words[0]!));
}
