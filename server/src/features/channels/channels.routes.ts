import type { AdminRoute } from '../../platform/feature';

export const channelsRoutes: AdminRoute[] = [];
