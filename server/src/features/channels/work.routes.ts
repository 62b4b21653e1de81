import type { AdminRoute } from '../../platform/feature';

export const workRoutes: AdminRoute[] = [];
