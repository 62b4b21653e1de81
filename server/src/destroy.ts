import type { Core } from '@strapi/types';
import { features } from './compose';
import { failureText } from './platform/failure-text';
import { forgetRoleGrants } from './platform/persistence';

/** Doors first: what came last stops first, and what is being sent is settled. */
export const destroy = async ({ strapi }: { strapi: Core.Strapi }): Promise<void> => {
  for (const feature of [...features].reverse()) {
    try {
      await feature.stop?.({ strapi });
    } catch (error) {
      strapi.log.error(`[whatsapp] ${feature.name} did not stop cleanly: ${failureText(error)}`);
    }
  }
  await forgetRoleGrants(strapi);
};
