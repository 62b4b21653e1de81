import type { Core } from '@strapi/types';
import { PLUGIN_ID } from '../../../plugin/plugin-id';
import type { AccessService } from './services/access';
import type { AccountsService } from './services/accounts';
import type { ContactsService } from './services/contacts';
import type { ChannelsService } from './services/channels';
import type { MessagesService } from './services/messages';
import type { TemplatesService } from './services/templates';
import type { MediaService } from './services/media';
import type { DeliveryService } from './services/delivery';
import type { InboundService } from './services/inbound';
import type { ErpService } from './services/erp';
import type { DocumentsService } from './services/documents';
import type { LogsService } from './services/logs';
import type { TracesService } from './services/traces';
import type { CompositionsService } from './services/compositions';
import type { QuickRepliesService } from './services/quick-replies';

/** What features may ask of each other: the only way from one feature to another, besides events. */
export interface Services {
  access: AccessService;
  accounts: AccountsService;
  contacts: ContactsService;
  channels: ChannelsService;
  messages: MessagesService;
  templates: TemplatesService;
  media: MediaService;
  delivery: DeliveryService;
  inbound: InboundService;
  erp: ErpService;
  documents: DocumentsService;
  logs: LogsService;
  traces: TracesService;
  compositions: CompositionsService;
  'quick-replies': QuickRepliesService;
}

export const getService = <Name extends keyof Services>(strapi: Core.Strapi, name: Name): Services[Name] =>
  strapi.plugin(PLUGIN_ID).service(name) as unknown as Services[Name];

export type * from './services/access';
export type * from './services/accounts';
export type * from './services/contacts';
export type * from './services/channels';
export type * from './services/messages';
export type * from './services/templates';
export type * from './services/media';
export type * from './services/delivery';
export type * from './services/inbound';
export type * from './services/erp';
export type * from './services/documents';
export type * from './services/logs';
export type * from './services/traces';
export type * from './services/compositions';
export type * from './services/quick-replies';
