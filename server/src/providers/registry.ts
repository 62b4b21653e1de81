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
  /** Why a host's provider was left out, a sentence each. */
  refusals: readonly string[];
}

/** Ids are folder names and parts of public addresses (`/webhook/:provider`). */
const ID_PATTERN = /^[a-z][a-z0-9-]{0,31}$/;
const MEDIA_KINDS = ['image', 'video', 'audio', 'voice', 'document', 'sticker'];

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
const isCount = (value: unknown): boolean => typeof value === 'number' && value > 0;

/** What is wrong with something that calls itself a provider; null: nothing. Said at start, not at the first message. */
const findProblem = (candidate: unknown): string | null => {
  if (!isObject(candidate)) return 'An entry is not a provider: it must be an object.';
  const { id, label, settings, limits, webhook } = candidate;
  if (typeof id !== 'string' || !ID_PATTERN.test(id)) return `A provider's id must match ${ID_PATTERN.source}; "${String(id)}" does not.`;
  const named = `The provider "${id}"`;
  if (typeof label !== 'string' || label.trim() === '') return `${named} has no label.`;
  if (!Array.isArray(settings) || !settings.every((field) => isObject(field) && typeof field['name'] === 'string' && typeof field['label'] === 'string')) {
    return `${named} has no settings: a list of fields with a name and a label, empty where it needs none.`;
  }
  for (const part of ['send', 'health'] as const) if (typeof candidate[part] !== 'function') return `${named} has no function "${part}".`;
  if (!isObject(webhook)) return `${named} has no webhook.`;
  for (const part of ['verify', 'parse'] as const) if (typeof webhook[part] !== 'function') return `${named} has no function "webhook.${part}".`;
  if (!isObject(limits) || !isCount(limits['messagesPerSecond']) || !isCount(limits['text']) || typeof limits['serviceWindow'] !== 'boolean') {
    return `${named} has no limits: messagesPerSecond, text, caption, media and serviceWindow.`;
  }
  const media = limits['media'];
  const absent = MEDIA_KINDS.find((kind) => !isObject(media) || !isObject(media[kind]));
  return absent === undefined ? null : `${named} has no limit for ${absent}: limits.media.${absent} is missing.`;
};

/**
 * The built-in providers and a host's own (`config/plugins.ts`). A wrong one is refused in words and the rest goes on: it
 * must not keep Strapi from starting. One with an id that is taken is refused too: silently replacing `meta` would send
 * every account's credentials to other code.
 */
export function createProviderRegistry(extra: readonly unknown[] = []): ProviderRegistry {
  const providers = new Map<string, Provider>(Object.entries(builtInProviders));
  const refusals: string[] = [];
  for (const candidate of extra) {
    const problem = findProblem(candidate);
    const provider = candidate as Provider;
    if (problem !== null) refusals.push(problem);
    else if (providers.has(provider.id)) refusals.push(`There are two providers with the id "${provider.id}".`);
    else providers.set(provider.id, provider);
  }
  return {
    findProvider: (id) => providers.get(id) ?? null,
    getProvider(id) {
      const provider = providers.get(id);
      if (!provider) throw new Error(`There is no provider "${id}".`);
      return provider;
    },
    listProviders: () => [...providers.values()],
    refusals,
  };
}
