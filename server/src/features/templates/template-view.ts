import { sentenceOf } from '../../../../plugin/contracts/codes';
import type { TemplateView } from '../../../../plugin/contracts/templates';
import { findObstacles } from '../../../../plugin/domain/template';
import type { AccountRow, TemplateRow } from '../../platform/records';

/** A template as the screens show it: what it says, what fills it, and why it can't be sent. */
export const presentTemplate = (row: TemplateRow, known: { accounts: AccountRow[]; languages: TemplateRow[]; erpFields: ReadonlySet<string> | null }): TemplateView => {
  const obstacles = findObstacles({ ...row, components: row.components ?? [] }, known.erpFields)
    .map(({ code, level, values }) => ({ code, level, sentence: sentenceOf(code, values) }))
    .sort((left, right) => Number(right.level === 'refusal') - Number(left.level === 'refusal'));
  const refusal = obstacles.find(({ level }) => level === 'refusal');
  return {
    id: row.documentId,
    name: row.name,
    language: row.language,
    category: row.category,
    approvalStatus: row.approvalStatus,
    quality: row.quality,
    rejectedReason: row.rejectedReason,
    parameterFormat: row.parameterFormat,
    components: row.components ?? [],
    businessAccount: row.businessAccount,
    accounts: known.accounts.filter((account) => account.businessAccount === row.businessAccount).map((account) => account.key),
    documentTitles: row.documentTitles ?? [],
    refusal: refusal ? { code: refusal.code, sentence: refusal.sentence } : null,
    syncedAt: row.syncedAt?.toISOString() ?? null,
    missing: row.missingAt !== null,
    obstacles,
    mapping: row.mapping ?? {},
    recordMappings: row.recordMappings ?? {},
    languages: known.languages
      .filter((other) => other.businessAccount === row.businessAccount && other.name === row.name && other.id !== row.id)
      .map((other) => ({ id: other.documentId, language: other.language, approvalStatus: other.approvalStatus, missing: other.missingAt !== null })),
  };
};
