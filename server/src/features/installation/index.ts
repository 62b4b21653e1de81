import { defineFeature } from '../../platform/feature';
import { createInstallationController } from './installation.controller';

/** What every screen of ours says first when something is wrong with the installation itself. */
export const installation = defineFeature({
  name: 'installation',
  controllers: { installation: ({ strapi }) => createInstallationController(strapi) },
  adminRoutes: [{ method: 'GET', path: '/status', handler: 'installation.readStatus', permission: null }],
});
