/**
 * What a host needs to bring a provider of its own: `import { ProviderError } from 'strapi-plugin-whatsapp/provider'`.
 * The port, its words, and the one error class.
 */
export type {
  Accepted,
  AccountRef,
  Envelope,
  Health,
  HttpClient,
  HttpRequest,
  HttpResponse,
  PersonRef,
  Pricing,
  Provider,
  ProviderAccount,
  ProviderEvent,
  ProviderFailure,
  ProviderIo,
  ProviderLimits,
  ProviderTemplate,
  ProviderWebhook,
  SettingsField,
  TemplateComponent,
} from './provider';
export type { InboundContent, MediaKind, OutboundMessage } from '../../../plugin/domain/message';
export { ProviderError } from './provider-error';
export type { ProviderErrorDetails, ProviderErrorKind } from './provider-error';
