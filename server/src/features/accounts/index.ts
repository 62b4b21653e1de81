import { defineFeature } from '../../platform/feature';
import { getService } from '../../platform/services';
import { createAccountsController } from './accounts.controller';
import { createConnectionController } from './connection.controller';
import { createDefaultsController } from './defaults.controller';
import { accountsRoutes } from './accounts.routes';
import { account, accountCompany, companyDefault, secret, userSetting } from './accounts.schema';
import { createAccountsService, type AccountsDesk } from './accounts.service';

export const accounts = defineFeature({
  name: 'accounts',
  contentTypes: { account },
  models: [accountCompany, companyDefault, userSetting, secret],
  service: ({ strapi }) => createAccountsService(strapi),
  controllers: {
    accounts: ({ strapi }) => createAccountsController(strapi),
    connection: ({ strapi }) => createConnectionController(strapi),
    defaults: ({ strapi }) => createDefaultsController(strapi),
  },
  adminRoutes: accountsRoutes,
  start: async ({ strapi }) => (getService(strapi, 'accounts') as AccountsDesk).start(),
  stop: ({ strapi }) => (getService(strapi, 'accounts') as AccountsDesk).stop(),
});
