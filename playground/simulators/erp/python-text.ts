/**
 * Writes a JSON value as Python prints it, because the ERP quotes a refused condition that way:
 * `Invalid operator in condition ('name', '~~', 1)`.
 */
export const pythonText = (value: unknown): string => {
  if (value === null || value === undefined) return 'None';
  if (value === true) return 'True';
  if (value === false) return 'False';
  if (typeof value === 'string') {
    const quote = value.includes("'") && !value.includes('"') ? '"' : "'";
    const escaped = value.replace(/\\/g, '\\\\').replace(/\n/g, '\\n').replace(/\r/g, '\\r').replace(/\t/g, '\\t');
    return quote + (quote === "'" ? escaped.replace(/'/g, "\\'") : escaped) + quote;
  }
  if (Array.isArray(value)) return `[${value.map(pythonText).join(', ')}]`;
  if (typeof value === 'object') {
    return `{${Object.entries(value).map(([key, item]) => `${pythonText(key)}: ${pythonText(item)}`).join(', ')}}`;
  }
  return String(value);
};

export const pythonTuple = (values: readonly unknown[]): string =>
  `(${values.map(pythonText).join(', ')}${values.length === 1 ? ',' : ''})`;
