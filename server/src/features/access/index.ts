import { defineFeature } from '../../platform/feature';
import { getService } from '../../platform/services';
import { createAccessController } from './access.controller';
import { accessRoutes } from './access.routes';
import { accessGrant, accountGrant, tokenRecipient } from './access.schema';
import { createAccessService } from './access.service';
import { createAccountAccessController } from './account-access.controller';
import { narrowAdminReads } from './narrow-admin-reads';

export const access = defineFeature({
  name: 'access',
  models: [accessGrant, accountGrant, tokenRecipient],
  service: ({ strapi }) => createAccessService(strapi),
  controllers: { access: ({ strapi }) => createAccessController(strapi), 'account-access': ({ strapi }) => createAccountAccessController(strapi) },
  adminRoutes: accessRoutes,
  start: async ({ strapi }) => {
    (getService(strapi, 'access') as ReturnType<typeof createAccessService>).watch();
    narrowAdminReads(strapi);
  },
});
