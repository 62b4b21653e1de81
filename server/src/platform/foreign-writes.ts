import { isDeepStrictEqual } from 'node:util';
import type { Core } from '@strapi/types';
import type { Feature } from './feature';
import { contentTypeUid } from './schema';
import { forbidden } from './request-errors';

const WRITES = new Set(['create', 'update', 'delete', 'publish', 'unpublish', 'discardDraft', 'clone']);

/** Strapi's own; it overwrites them anyway. */
const SYSTEM = ['createdAt', 'updatedAt', 'publishedAt', 'createdBy', 'updatedBy', 'localizations'];

/** As the Content Manager sends it back: times as text, empty as null. */
const comparable = (value: unknown): unknown => {
  if (value === undefined || value === '') return null;
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'object' && value !== null ? (JSON.parse(JSON.stringify(value)) as unknown) : value;
};

interface DocumentContext {
  uid: string;
  action: string;
  params: { documentId?: string; data?: Record<string, unknown> };
}

const changesOnlyEditable = async (strapi: Core.Strapi, { uid, action, params }: DocumentContext): Promise<boolean> => {
  const { metadatas } = (strapi.contentType(uid as never) as unknown as { config: { metadatas: Record<string, { edit: { editable: boolean } }> } }).config;
  const editable = Object.keys(metadatas).filter((name) => metadatas[name]?.edit.editable);
  if (action !== 'update' || editable.length === 0 || !params.documentId) return false;
  const stored = ((await strapi.db.query(uid as never).findOne({ where: { documentId: params.documentId } })) ?? {}) as Record<string, unknown>;
  const own = new Set(Object.keys(strapi.contentType(uid as never).attributes));
  return Object.entries(params.data ?? {}).every(
    ([name, value]) => !own.has(name) || editable.includes(name) || SYSTEM.includes(name) || isDeepStrictEqual(comparable(value), comparable(stored[name])),
  );
};

/**
 * Pulled records belong to the ERP, consent needs its evidence, approval is the provider's: none of it may be written
 * through the Content Manager or a host's code. Our own services write in batches, past the Document Service.
 */
export const guardForeignWrites = (strapi: Core.Strapi, features: Feature[]): void => {
  const ours = new Set<string>(features.flatMap((feature) => Object.keys(feature.contentTypes ?? {}).map((name) => contentTypeUid(name))));
  strapi.documents.use(async (context, next) => {
    if (ours.has(context.uid) && WRITES.has(context.action) && !(await changesOnlyEditable(strapi, context as unknown as DocumentContext))) {
      throw forbidden('record.read_only');
    }
    return next();
  });
};
