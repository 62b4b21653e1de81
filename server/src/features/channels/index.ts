import { defineFeature } from '../../platform/feature';
import { channel } from './channels.schema';
import { createChannelsService } from './channels.service';

export const channels = defineFeature({
  name: 'channels',
  contentTypes: { channel },
  service: ({ strapi }) => createChannelsService(strapi),
});
