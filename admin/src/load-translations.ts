import { PLUGIN_ID } from '../../plugin/plugin-id';

type Sentences = Record<string, string>;

/** Written out, one import a language: a path made at run time would pull every file into one bundle or into none. */
const FILES: Readonly<Record<string, () => Promise<{ default: Sentences }>>> = {
  ar: () => import('./translations/ar.json'),
  de: () => import('./translations/de.json'),
  en: () => import('./translations/en.json'),
  es: () => import('./translations/es.json'),
  fr: () => import('./translations/fr.json'),
  hi: () => import('./translations/hi.json'),
  id: () => import('./translations/id.json'),
  it: () => import('./translations/it.json'),
  'pt-BR': () => import('./translations/pt-BR.json'),
};

export const LANGUAGES = Object.keys(FILES);

/** Sentences of the languages the host offers, keys prefixed; a language of which we have none falls back to English. */
export const loadTranslations = (locales: string[]): Promise<{ data: Sentences; locale: string }[]> =>
  Promise.all(
    locales.map(async (locale) => {
      const file = FILES[locale];
      if (!file) return { data: {}, locale };
      const { default: sentences } = await file();
      return { data: Object.fromEntries(Object.entries(sentences).map(([key, sentence]) => [`${PLUGIN_ID}.${key}`, sentence])), locale };
    }),
  );
