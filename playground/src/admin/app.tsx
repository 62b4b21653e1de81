/** The languages of the plugin, so that whoever looks at it may choose their own in their profile. */
export default {
  config: { locales: ['ar', 'de', 'es', 'fr', 'hi', 'id', 'it', 'pt-BR'] },
  bootstrap() {},
};
