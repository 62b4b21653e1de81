/**
 * What went wrong at a provider, by what we must do about it. `domain/retry.ts` answers every kind.
 * The only class thrown by providers.
 */
export type { ProviderErrorKind } from '../../../plugin/domain/retry';
import type { ProviderErrorKind } from '../../../plugin/domain/retry';

export interface ProviderErrorDetails {
  /** Milliseconds until the provider wants to hear from us again (`Retry-After`). */
  retryAfterMs?: number;
  /** The provider's own code, as text: `131056`. */
  vendorCode?: string;
  cause?: unknown;
}

export class ProviderError extends Error {
  readonly kind: ProviderErrorKind;
  readonly retryAfterMs?: number;
  readonly vendorCode?: string;

  constructor(kind: ProviderErrorKind, message: string, details: ProviderErrorDetails = {}) {
    super(message, { cause: details.cause });
    this.name = 'ProviderError';
    this.kind = kind;
    this.retryAfterMs = details.retryAfterMs;
    this.vendorCode = details.vendorCode;
  }

  /**
   * A host's provider gets this class from `strapi-plugin-whatsapp/provider`, a bundle of its own. Compared by identity,
   * its refusals would look like unknown errors and every one of its messages would end up `uncertain`.
   */
  static override [Symbol.hasInstance](value: unknown): boolean {
    if (typeof value !== 'object' || value === null) return false;
    const { name, kind } = value as { name?: unknown; kind?: unknown };
    return name === 'ProviderError' && typeof kind === 'string';
  }
}
