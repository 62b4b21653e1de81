/** A cell that a phone has no room for: what it says is on the record's own page, or below another cell. */
export const WIDE_CELL = { display: { initial: 'none', medium: 'table-cell' } } as const;

/** What stands below another cell on a phone, in place of a cell of its own. */
export const NARROW_ONLY = { display: { initial: 'flex', medium: 'none' } } as const;
