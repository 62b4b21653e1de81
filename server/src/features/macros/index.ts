import { defineFeature } from '../../platform/feature';
import { macro } from './macros.schema';

export const macros = defineFeature({
  name: 'macros',
  models: [macro],
});
