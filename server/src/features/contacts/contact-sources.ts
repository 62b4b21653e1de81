import type { ContactSource } from '../../../../plugin/contracts/contacts';

/** What names were learned from, as aliases remember it, in the few kinds people tell apart. */
const KINDS: Readonly<Record<Exclude<ContactSource, 'other' | 'erp'>, readonly string[]>> = {
  conversation: ['message', 'echo', 'preference', 'identity-change', 'inbound', 'phone-app', 'provider'],
  admin: ['admin'],
  api: ['api'],
  import: ['import'],
};

const ERP = /^erp(:|$)/;

export const sourceOf = (source: string | null): ContactSource => {
  if (source === null) return 'other';
  if (ERP.test(source)) return 'erp';
  const found = Object.entries(KINDS).find(([, known]) => known.includes(source));
  return (found?.[0] as ContactSource | undefined) ?? 'other';
};

/** As a condition: the sources of a kind, or how they begin. `other` is what none of the kinds holds. */
export const sourcesOf = (kind: ContactSource): { values: readonly string[]; prefix: string | null; except: boolean } => {
  if (kind === 'erp') return { values: ['erp'], prefix: 'erp:%', except: false };
  if (kind === 'other') return { values: ['erp', ...Object.values(KINDS).flat()], prefix: 'erp:%', except: true };
  return { values: KINDS[kind], prefix: null, except: false };
};
