import * as l10n from '@vscode/l10n';
import type { Call, Member } from '../syntax/tree';
import { lastName, pathOf } from '../syntax/tree';
import type { Option } from './options';
import { type Follower, less, lost, type Outcome, type Route } from './outcome';

const parsers = /^parse_(?:args|known_args|intermixed_args)$/;

/** The default of the command-line option that a member is read from; `undefined`: there are no `options` of its name. */
export function followOption(
  follower: Follower,
  member: Member,
  options: readonly Option[],
  route: Route,
): Outcome | undefined {
  if (options.length === 0) return undefined;
  const { object, name } = member;
  const written = options.flatMap((option) =>
    option.default ? { value: option.default, step: option.call } : [],
  );
  const later = follower.program.callsOf('set_defaults').flatMap(({ keywords }) => {
    const entry = keywords.find(({ key }) => key === name);
    return entry ? { value: entry.value, step: entry } : [];
  });
  const [only, ...more] = [...written, ...later];
  if (options.length > 1 || more.length > 0)
    return lost(route, l10n.t('{0} has several defaults', follower.quote(member)));
  if (!only) return lost(route, l10n.t('the option {0} has no default', name), true);
  const { expression } = follower.follow(object);
  const isParser = expression?.type === 'call' && parsers.test(lastName(expression.callee) ?? '');
  const call = isParser ? expression : undefined;
  const given = call ? givenTo(call) : 'nothing';
  if (given === 'values')
    return lost(route, l10n.t('{0} may be given in a way that cannot be followed', follower.quote(member)));
  const isFlags = /(?:^|\.)FLAGS$/.test(pathOf(object) ?? '');
  const isSure = given === 'nothing' && (call !== undefined || isFlags);
  return follower.follow(only.value, follower.step(isSure ? route : less('medium', route), only.step));
}

/** What a parser is given to parse: the command line and no more, values of the file, or unknown. */
function givenTo({ args, keywords }: Call): 'nothing' | 'values' | 'unknown' {
  const isSpread = args.some(({ type }) => type === 'spread') || keywords.some(({ key }) => key === null);
  if (isSpread || keywords.some(({ key }) => key === 'namespace')) return 'values';
  const value = args[0] ?? keywords.find(({ key }) => key === 'args')?.value;
  if (!value || (value.type === 'constant' && value.value === null)) return 'nothing';
  const read = value.type === 'index' ? value.object : value;
  if (/^sys\.argv\b/.test(pathOf(read) ?? '')) return 'nothing';
  if (value.type === 'list') return value.items.length === 0 ? 'nothing' : 'values';
  return value.type === 'name' ? 'unknown' : 'values';
}
