import type { Core } from '@strapi/types';
import type { Context, Next } from 'koa';
import type { ContentTypeSchema, ModelSchema, PartialIndex } from './schema';

export interface AdminRoute {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below `/whatsapp`. */
  path: string;
  /** `<controller>.<action>` */
  handler: string;
  /** Permission action below `plugin::whatsapp.`; one of plugin/permissions. Null: any signed-in administrator. */
  permission: string | null;
}

export interface ContentApiRoute {
  method: 'GET' | 'POST';
  /** Below `/api/whatsapp`. */
  path: string;
  handler: string;
}

export type Action = (ctx: Context) => Promise<unknown> | unknown;

/** One feature: what it stores, which addresses it answers, and what runs while Strapi runs. */
export interface Feature {
  name: string;
  contentTypes?: Record<string, { schema: ContentTypeSchema; partialIndexes: PartialIndex[] }>;
  models?: ModelSchema[];
  /** Service under the feature's own name. */
  service?: (context: { strapi: Core.Strapi }) => object;
  controllers?: Record<string, (context: { strapi: Core.Strapi }) => Record<string, Action>>;
  adminRoutes?: AdminRoute[];
  contentApiRoutes?: ContentApiRoute[];
  /** Koa middleware before Strapi's body parser and routes: doors that need the raw body. */
  middleware?: (context: { strapi: Core.Strapi }) => (ctx: Context, next: Next) => Promise<void>;
  /** After every service exists. */
  start?: (context: { strapi: Core.Strapi }) => Promise<void>;
  /** In the reverse order of start. */
  stop?: (context: { strapi: Core.Strapi }) => Promise<void>;
}

export const defineFeature = <F extends Feature>(feature: F): F => feature;
