import type { Core } from '@strapi/types';
import { bootstrap } from './bootstrap';
import { features } from './compose';
import { config } from './config';
import { destroy } from './destroy';
import { register } from './register';
import { adminRoutes, contentApiRoutes } from './routes';

const merge = <Value>(pick: (feature: (typeof features)[number]) => Record<string, Value> | undefined): Record<string, Value> =>
  Object.assign({}, ...features.map((feature) => pick(feature) ?? {}));

/** What Strapi loads. Folders are ours; the registry names (`plugin::whatsapp.message`, service names) are public. */
export default {
  register,
  bootstrap,
  destroy,
  config,
  contentTypes: merge((feature) => feature.contentTypes),
  services: merge((feature) => (feature.service ? { [feature.name]: feature.service } : undefined)),
  controllers: merge((feature) => feature.controllers),
  routes: {
    admin: { type: 'admin', routes: adminRoutes(features) },
    'content-api': { type: 'content-api', routes: contentApiRoutes(features) },
  },
} as unknown as Core.Plugin;
