import type { Core } from '@strapi/strapi';
import { seedDemo } from './demo/seed';

export default {
  register() {},

  /** The demo is made once; tests boot the same app without it. */
  async bootstrap({ strapi }: { strapi: Core.Strapi }) {
    if (process.env.PLAYGROUND_DEMO === 'true') await seedDemo(strapi);
  },
};
