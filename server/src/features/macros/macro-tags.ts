import type { Core } from '@strapi/types';
import { Table } from '../../platform/database';
import type { TagRow } from '../../platform/records';
import { modelUid } from '../../platform/schema';

/** Row ids of tags by their public ids; what is gone is not in it. */
export const findTags = async (strapi: Core.Strapi, ids: string[]): Promise<Map<string, number>> =>
  new Map((await new Table<TagRow>(strapi, modelUid('tags')).findWhereIn('documentId', ids)).map(({ documentId, id }) => [documentId, id]));
