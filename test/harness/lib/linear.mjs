import { isDisjointWith, JS, NFA } from 'refa';
import { analyse } from 'scslre';

const WORDS = {
  Trade: 'two repetitions share the same characters',
  Self: 'a repetition within a repetition shares its characters',
  Move: 'it begins anew at every character of a repetition',
};

/**
 * Why a regular expression may take more than linear time; empty: it does not. scslre finds what backtracks, and what
 * begins anew at each of a run of one character; {@link restarts} what begins anew at each of a run of several.
 */
export function faultsOf(source, flags) {
  const { reports } = analyse(
    { source, flags },
    { reportTypes: { Move: true, Self: true, Trade: true }, assumeRejectingSuffix: false },
  );
  const faults = reports.map(
    ({ type, exponential, character }) =>
      `${WORDS[type]} (${JSON.stringify(character.pick)}${exponential ? ', exponentially' : ''})`,
  );
  if (faults.length === 0 && restarts(source, flags))
    faults.push('what it begins with may be repeated within a repetition of it, and then fail');
  return faults;
}

/**
 * Whether a pattern such as `import.*,` begins anew within what its own repetition has read: on `import import …` each
 * place is read to the end. Assertions within it are taken to hold.
 */
function restarts(source, flags) {
  if (flags.includes('y')) return false;
  const { expression, maxCharacter } = JS.Parser.fromLiteral({ source, flags }).parse({
    backreferences: 'unknown',
    assertions: 'parse',
  });
  const nonWord = JS.createCharSet([{ kind: 'word', negate: true }], new RegExp('', flags));
  const isFault = (prefix, repeated) => overlap(prefix, repeated, maxCharacter, nonWord);
  return expression.alternatives.some(
    ({ elements }) => !isAnchored(elements[0]) && restartsIn(elements, [], false, isFault),
  );
}

/** `^` of a text, not of a line: before it, no character whatever. */
function isAnchored(first) {
  const [only] =
    first?.type === 'Assertion' && first.kind === 'behind' && first.negate ? first.alternatives : [];
  const [set, ...more] = only?.elements ?? [];
  return more.length === 0 && set?.type === 'CharacterClass' && set.characters.isAll;
}

/** @param mayFail something behind these elements may fail */
function restartsIn(elements, before, mayFail, isFault) {
  return elements.some((element, at) => {
    if (!element.alternatives || element.type === 'Assertion') return false;
    const prefix = [...before, ...elements.slice(0, at)];
    const failsLater = mayFail || elements.slice(at + 1).some((next) => !isOptional(next));
    if (element.max === Number.POSITIVE_INFINITY && failsLater && isFault(prefix, element)) return true;
    return element.alternatives.some((inner) => restartsIn(inner.elements, prefix, failsLater, isFault));
  });
}

const isOptional = ({ type, min }) => type === 'Quantifier' && min === 0;

/** Whether what comes before a repetition, itself read from some place on, may be a part of the repetition. */
function overlap(prefix, repeated, maxCharacter, nonWord) {
  const [first] = prefix;
  const isBounded = first !== undefined && isAssertion(first);
  if (isBounded && prefix.every(isAssertion)) return false;
  // An assertion before a pattern looks at a character that is no part of what follows.
  const start = isBounded ? [{ type: 'CharacterClass', characters: characterOf(first) ?? nonWord }] : [];
  const elements = [...start, ...prefix];
  const options = { maxCharacter };
  const ignoring = { assertions: 'ignore', unknowns: 'ignore' };
  const ofPrefix = NFA.fromRegex({ type: 'Concatenation', elements }, options, ignoring);
  const several = { ...repeated, min: 1 };
  const ofRepeated = NFA.fromRegex({ type: 'Concatenation', elements: [several] }, options, ignoring);
  // Where nothing comes before it, what it repeats is where it begins anew.
  return ofPrefix.initial === undefined || isNullable(ofPrefix) || !isDisjointWith(ofPrefix, ofRepeated);
}

/** Also `\b`, which is a choice of assertions. */
const isAssertion = ({ type, alternatives }) =>
  type === 'Assertion' ||
  (type === 'Alternation' && alternatives.every(({ elements }) => elements.every(isAssertion)));

/** The one character that a look behind is about. */
function characterOf({ type, kind, negate, alternatives }) {
  const [set, ...more] = alternatives[0]?.elements ?? [];
  if (type !== 'Assertion' || kind !== 'behind' || more.length > 0 || !set?.characters) return undefined;
  return negate ? set.characters.negate() : set.characters;
}

const isNullable = (nfa) => nfa.finals.has(nfa.initial);
