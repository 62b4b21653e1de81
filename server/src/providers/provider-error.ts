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
}
