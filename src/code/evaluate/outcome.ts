import { lower } from '../confidence';
import type { Confidence, Span, Step } from '../finding';
import type { Program } from '../program/program';
import type { Expression, Node } from '../syntax/tree';
import { spend } from '../work';

/** How far a value was followed. */
export interface Route {
  /** From the use to the literal, the use first. */
  readonly steps: readonly Step[];
  readonly confidence: Confidence;
  /** What is found is the fraction kept: `1 - x` was passed on the way. */
  readonly complement: boolean;
  /** Several places give the same number, so that none is the one to edit; says so in words. */
  readonly shared?: string;
}

/** The expression that a use comes from: a literal, or where the trail ends at something else. */
export interface Found extends Route {
  readonly expression: Expression;
  readonly reason: null;
}

/** No single expression was found; why, in words. */
export interface Lost extends Route {
  readonly expression: null;
  readonly reason: string;
  /** Nothing in the file gives it: what is taken then may be the value. */
  readonly isAbsent: boolean;
}

export type Outcome = Found | Lost;

export const START: Route = { steps: [], confidence: 'high', complement: false };

export function found(route: Route, expression: Expression): Found {
  return { ...route, expression, reason: null };
}

export function lost(route: Route, reason: string, isAbsent = false): Lost {
  // Words are put together.
  spend(5);
  return { ...route, expression: null, reason, isAbsent };
}

/** A route of which no more than so much is certain. */
export function less(confidence: Confidence, route: Route): Route {
  return { ...route, confidence: lower(confidence, route.confidence) };
}

/** What follows values. */
export interface Follower {
  readonly program: Program;
  /** Follows an expression to what gives it its value; never throws, never guesses. */
  follow(expression: Expression, route?: Route): Outcome;
  /** A route with a node as its next step. */
  step(route: Route, node: Span): Route;
  /** The name of what comes from an import. */
  qualify(expression: Expression): string | undefined;
  /** Its source text on one line. */
  quote(node: Node): string;
}
