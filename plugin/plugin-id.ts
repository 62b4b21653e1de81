/** The plugin's id in Strapi: prefixes content types, permissions and routes. */
export const PLUGIN_ID = 'whatsapp';
