const LONGEST = 300;

/**
 * An error as one line for the log. Knex puts the whole statement with its values before ` - `: message texts, phone
 * numbers and hundreds of rows, none of which belong in a log.
 */
export const failureText = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error).slice(0, LONGEST);
  const { message } = error;
  const isStatement = /^\s*(?:insert|update|select|delete|with|create|alter|begin|commit)\b/i.test(message);
  return (isStatement ? message.slice(message.lastIndexOf(' - ') + 3) : message).slice(0, LONGEST);
};

/** The same with where it happened, for what is a defect. */
export const failureTrace = (error: unknown): string => {
  const frames = error instanceof Error ? (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line)) : [];
  return [failureText(error), ...frames].join('\n');
};
