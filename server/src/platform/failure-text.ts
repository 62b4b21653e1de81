const LONGEST = 300;

/** By its shape: an error of another realm (a native module's, a worker's) is no instance of our Error. */
const messageOf = (error: unknown): string => {
  const { message } = (typeof error === 'object' && error !== null ? error : {}) as { message?: unknown };
  return typeof message === 'string' ? message : String(error);
};

/**
 * An error as one line for the log. Knex puts the whole statement with its values before ` - `: message texts, phone
 * numbers and hundreds of rows, none of which belong in a log.
 */
export const failureText = (error: unknown): string => {
  const message = messageOf(error);
  const isStatement = /^\s*(?:\w+error:\s*)?(?:insert|update|select|delete|with|create|alter|begin|commit)\b/i.test(message);
  return (isStatement ? message.slice(message.lastIndexOf(' - ') + 3) : message).slice(0, LONGEST);
};

/** The same with where it happened, for what is a defect. */
export const failureTrace = (error: unknown): string => {
  const { stack } = (typeof error === 'object' && error !== null ? error : {}) as { stack?: unknown };
  const frames = typeof stack === 'string' ? stack.split('\n').filter((line) => /^\s+at /.test(line)) : [];
  return [failureText(error), ...frames].join('\n');
};
