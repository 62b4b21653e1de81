import { sentenceOf } from '../../../../plugin/contracts/codes';
import type { TemplateHeaderView, TemplateView } from '../../../../plugin/contracts/templates';
import { findObstacles, fittingFile, headerFormatOf } from '../../../../plugin/domain/template';
import type { AccountRow, TemplateRow } from '../../platform/records';
import type { ProviderLimits } from '../../providers/provider';

interface Known {
  accounts: AccountRow[];
  languages: TemplateRow[];
  erpFields: ReadonlySet<string> | null;
  limits: ProviderLimits['media'] | null;
  defaultImage: string | null;
}

const headerOf = (row: TemplateRow, { limits, defaultImage }: Known): TemplateHeaderView | null => {
  const format = headerFormatOf(row.components ?? []);
  if (!format) return null;
  const { maxBytes = 0, mimeTypes = null } = limits?.[format] ?? {};
  return { format, file: fittingFile({ ...row, components: row.components ?? [] }), limits: { maxBytes, mimeTypes: mimeTypes ? [...mimeTypes] : null }, defaultUrl: format === 'image' ? defaultImage : null };
};

/** A template as the screens show it: what it says, what fills it, and why it can't be sent. */
export const presentTemplate = (row: TemplateRow, known: Known): TemplateView => {
  const header = headerOf(row, known);
  // A default that nobody has set is no file.
  const headerFile = header?.file?.source === 'default' && header.defaultUrl === null ? null : (header?.file ?? null);
  const obstacles = findObstacles({ ...row, headerFile, components: row.components ?? [] }, known.erpFields)
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
    header,
    languages: known.languages
      .filter((other) => other.businessAccount === row.businessAccount && other.name === row.name && other.id !== row.id)
      .map((other) => ({ id: other.documentId, language: other.language, approvalStatus: other.approvalStatus, missing: other.missingAt !== null })),
  };
};
