import type { Core } from '@strapi/types';
import { connectionOf } from './database';
import type { Feature } from './feature';

/** Makes the indexes that Strapi's schemas can't express. Strapi drops no index it did not make; what is there already stays. */
export const makePartialIndexes = async (strapi: Core.Strapi, features: Feature[]): Promise<void> => {
  const indexes = features.flatMap((feature) => [
    ...Object.values(feature.contentTypes ?? {}).flatMap(({ partialIndexes }) => partialIndexes),
    ...(feature.models ?? []).flatMap(({ partialIndexes }) => partialIndexes),
  ]);
  for (const { name, table, columns, unique, where } of indexes) {
    await connectionOf(strapi).raw(`CREATE ${unique ? 'UNIQUE ' : ''}INDEX IF NOT EXISTS ?? ON ?? (${columns.map(() => '??').join(', ')}) WHERE ${where}`, [name, table, ...columns]);
  }
};
