import { defineFeature } from '../../platform/feature';
import { quickReply } from './quick-replies.schema';

export const quickReplies = defineFeature({
  name: 'quick-replies',
  contentTypes: { 'quick-reply': quickReply },
});
