/** Values for a template's slots, as the API takes them. */
export interface TemplateVariables {
  header?: string | string[] | Record<string, string>;
  body?: (string | number)[] | Record<string, string | number>;
  /** By button index. */
  buttons?: Record<string, string>;
}
