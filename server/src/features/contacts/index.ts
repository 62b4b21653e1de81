import { defineFeature } from '../../platform/feature';
import { createContactsController } from './contacts.controller';
import { createDirectoryController } from './directory.controller';
import { contactsRoutes } from './contacts.routes';
import { consent, consentStatement, contact, contactAlias, contactMerge } from './contacts.schema';
import { createContactsService } from './contacts.service';
import { contactWordsOf } from './contact-words.worker';

export const contacts = defineFeature({
  name: 'contacts',
  contentTypes: { contact },
  models: [contactAlias, consent, consentStatement, contactMerge],
  service: ({ strapi }) => createContactsService(strapi),
  controllers: { contacts: ({ strapi }) => createContactsController(strapi), directory: ({ strapi }) => createDirectoryController(strapi) },
  adminRoutes: contactsRoutes,
  start: ({ strapi }) => contactWordsOf(strapi).start(),
  stop: ({ strapi }) => contactWordsOf(strapi).stop(),
});
