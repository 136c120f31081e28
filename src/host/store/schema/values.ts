import * as v from 'valibot';

/** A number as a saved run may hold it, NaN and the infinities included; null is how JSON writes them. */
export const number = v.pipe(
  v.custom<number | null>((value) => value === null || typeof value === 'number', 'not a number'),
  v.transform((value) => value ?? Number.NaN),
);

export const finite = v.pipe(v.number(), v.finite());

/** Zero or more, and finite. */
export const amount = v.pipe(finite, v.minValue(0));

/** How many there are of something. */
export const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** 0..1. */
export const share = v.pipe(finite, v.minValue(0), v.maxValue(1));

/** A name, a note or a reason. */
export const text = v.pipe(v.string(), v.maxLength(1_000_000));

export const texts = v.array(text);

/** Milliseconds since 1970 that are a date. */
export const moment = v.pipe(finite, v.minValue(-8.64e15), v.maxValue(8.64e15));
