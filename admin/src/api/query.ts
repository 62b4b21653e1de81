export type QueryValue = string | number | boolean | null | undefined;

/** A path with its query. Encodes: Strapi's own client does not. Empty values are left out. */
export const pathOf = (path: string, query: Record<string, QueryValue> = {}): string => {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === null || value === undefined || value === '') continue;
    search.set(name, String(value));
  }
  const text = search.toString();
  return text ? `${path}?${text}` : path;
};

/** One segment of a path, from something a person or an ERP named. */
export const segment = (value: string | number): string => encodeURIComponent(String(value));
