import type { Core } from '@strapi/types';
import { now } from '../../platform/clock';
import { Table } from '../../platform/database';
import type { Row } from '../../platform/records';
import { modelUid } from '../../platform/schema';

export interface AccessGrantRow extends Row {
  subjectType: 'api-token';
  subject: number;
  verbs: string[];
  accounts: number[] | null;
  callsPerMinute: number | null;
  strangersPerDay: number | null;
  grantedBy: number | null;
  changedAt: Date;
}

export interface ApiToken {
  id: number;
  name: string;
  type: string;
  lastUsedAt: string | null;
}

export const createAccessRepository = (strapi: Core.Strapi) => {
  const grants = () => new Table<AccessGrantRow>(strapi, modelUid('access-grants'));
  return {
    findGrant: (token: number) => grants().findOne({ subjectType: 'api-token', subject: token }),
    grantsOf: (tokens: number[]) => grants().findWhereIn('subject', tokens),
    async save(token: number, grant: Pick<AccessGrantRow, 'verbs' | 'accounts' | 'callsPerMinute' | 'strangersPerDay' | 'grantedBy'>): Promise<void> {
      await grants().insertMany([{ subjectType: 'api-token', subject: token, ...grant, changedAt: now() }], {
        onConflict: ['subjectType', 'subject'],
        merge: ['verbs', 'accounts', 'callsPerMinute', 'strangersPerDay', 'grantedBy', 'changedAt'],
      });
    },
    /** Tokens of the content API; the admin's own are no callers of ours. */
    async listTokens(): Promise<ApiToken[]> {
      const tokens = (await strapi.db.query('admin::api-token').findMany({ orderBy: { name: 'asc' } })) as (ApiToken & { kind: string | null })[];
      return tokens.filter(({ kind }) => kind === null || kind === undefined || kind === 'content-api');
    },
    findToken: (id: number) => strapi.db.query('admin::api-token').findOne({ where: { id } }) as Promise<ApiToken | null>,
  };
};
