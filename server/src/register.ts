import type { Core } from '@strapi/types';
import { features } from './compose';
import { defineFormFiles } from './platform/form-files';
import { defineRequestEnvelope } from './platform/request-envelope';
import { contentTypeUid } from './platform/schema';

/** Registers plain models, then the doors that must come before Strapi's body parser. */
export const register = ({ strapi }: { strapi: Core.Strapi }): void => {
  for (const feature of features) {
    for (const model of feature.models ?? []) strapi.get('models').add(model as never);
  }
  strapi.server.use(defineRequestEnvelope(strapi));
  strapi.server.use(defineFormFiles(strapi) as never);
  for (const feature of features) {
    if (feature.middleware) strapi.server.use(feature.middleware({ strapi }) as never);
  }
  hideFromGraphql(strapi);
};

/** GraphQL would give every role that may read our types a door without our rules. */
const hideFromGraphql = (strapi: Core.Strapi): void => {
  const extension = strapi.plugins.graphql && strapi.plugin('graphql').service('extension');
  if (!extension) return;
  for (const feature of features) {
    for (const name of Object.keys(feature.contentTypes ?? {})) {
      (extension as { shadowCRUD(uid: string): { disable(): void } }).shadowCRUD(contentTypeUid(name)).disable();
    }
  }
};
