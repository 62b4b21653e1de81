/** Values for a template's slots, as the API takes them. */
export interface TemplateVariables {
  /** Of a file: its https address, or `{url}` or `{mediaId}`. Of a place: `{latitude, longitude, name?, address?}`. */
  header?: string | string[] | Record<string, string | number>;
  body?: (string | number)[] | Record<string, string | number>;
  /** By button index. */
  buttons?: Record<string, string>;
}
