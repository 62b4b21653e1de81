/** Where a webhook came in: `/webhook/:provider[/:accountKey[/:pathSecret]]`. */
export interface WebhookAddress {
  provider: string;
  accountKey: string | null;
  pathSecret?: string;
}

/** Null for what is no address of this door. */
export const parseWebhookAddress = (path: string, prefix: string): WebhookAddress | null => {
  const segments = path.slice(prefix.length).replace(/\/$/, '').split('/');
  if (segments.length > 3 || segments.some((segment) => segment === '')) return null;
  try {
    const [provider, accountKey, pathSecret] = segments.map(decodeURIComponent);
    return provider ? { provider, accountKey: accountKey ?? null, ...(pathSecret === undefined ? {} : { pathSecret }) } : null;
  } catch {
    return null;
  }
};
