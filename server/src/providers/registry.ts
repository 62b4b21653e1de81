import { metaProvider } from './meta';
import type { Provider } from './provider';

/** Every provider that ships with the plugin: one line each. */
export const builtInProviders: Readonly<Record<string, Provider>> = {
  meta: metaProvider,
};

export interface ProviderRegistry {
  /** Null for an id nobody registered: an account of a host's provider that was removed from its configuration. */
  findProvider(id: string): Provider | null;
  /** Throws where the id is unknown; for callers that checked before. */
  getProvider(id: string): Provider;
  /** In the order the connection screen offers them. */
  listProviders(): readonly Provider[];
}

/** Ids are folder names and parts of public addresses (`/webhook/:provider`). */
const ID_PATTERN = /^[a-z][a-z0-9-]{0,31}$/;

/**
 * The built-in providers and a host's own (`config/plugins.ts`). Throws at start on an id that is malformed or taken:
 * silently replacing `meta` would send every account's credentials to other code.
 */
export function createProviderRegistry(extra: readonly Provider[] = []): ProviderRegistry {
  const providers = new Map<string, Provider>(Object.entries(builtInProviders));
  for (const provider of extra) {
    if (!ID_PATTERN.test(provider.id)) throw new Error(`A provider's id must match ${ID_PATTERN.source}; "${provider.id}" does not.`);
    if (providers.has(provider.id)) throw new Error(`There are two providers with the id "${provider.id}".`);
    providers.set(provider.id, provider);
  }
  return {
    findProvider: (id) => providers.get(id) ?? null,
    getProvider(id) {
      const provider = providers.get(id);
      if (!provider) throw new Error(`There is no provider "${id}".`);
      return provider;
    },
    listProviders: () => [...providers.values()],
  };
}
