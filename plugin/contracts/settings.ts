/** A field of a connection form; the form draws itself. */
export interface SettingView {
  name: string;
  label: string;
  type: 'string' | 'url' | 'number' | 'boolean';
  required: boolean;
  secret: boolean;
  default?: string | number | boolean;
  help?: string;
  guardsSecrets: boolean;
  pattern?: { source: string; message: string };
}
