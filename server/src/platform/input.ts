import type { z } from 'zod';
import { invalid } from './request-errors';

/** Checked input, or 400 with the place and the sentence of every problem. */
export const parseInput = <Schema extends z.ZodType>(schema: Schema, value: unknown): z.infer<Schema> => {
  const result = schema.safeParse(value ?? {});
  if (result.success) return result.data;
  const errors = result.error.issues.slice(0, 20).map((issue) => ({ path: issue.path.join('.'), message: issue.message }));
  const [first] = errors;
  throw invalid(first?.path ? `${first.path}: ${first.message}` : (first?.message ?? 'The request is not valid.'), { errors });
};
