import type { AdminRoute } from '../../platform/feature';

export const repliesRoutes: AdminRoute[] = [];
