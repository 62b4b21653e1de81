import type { Core } from '@strapi/types';
import { createEmbeddedEngine } from './embedded';
import type { JobEngine } from './job-engine';

export type { JobEngine, LaneOrigin, LaneTurn } from './job-engine';

const engines = new WeakMap<Core.Strapi, JobEngine>();

/** The engine of this Strapi: one, shared by all features that need lanes or schedules. */
export const jobEngineOf = (strapi: Core.Strapi): JobEngine => {
  const known = engines.get(strapi);
  if (known) return known;
  const engine = createEmbeddedEngine(strapi);
  engines.set(strapi, engine);
  return engine;
};
