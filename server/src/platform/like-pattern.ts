/** For `LIKE ? ESCAPE '\'` on text in lower case: whatever contains these words, with nothing of them a wildcard. */
export const containing = (text: string): string => `%${text.toLowerCase().replace(/[\\%_]/g, (character) => `\\${character}`)}%`;
