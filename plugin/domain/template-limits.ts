/** Meta's limits on a template's texts once their values are in, in characters (message templates, 132005, 2026-11). */
export const TEMPLATE_LIMITS = { header: 60, body: 1024, footer: 60 } as const;
