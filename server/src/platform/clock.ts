/** The one place that asks what time it is: laws take the time as an argument. */
export const now = (): Date => new Date();
