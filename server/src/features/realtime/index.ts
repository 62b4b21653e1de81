import { defineFeature } from '../../platform/feature';

/** What happens, told to the screens that may see it. Only listens. */
export const realtime = defineFeature({
  name: 'realtime',
});
