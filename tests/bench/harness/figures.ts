/** One line of the report. */
export interface Figure {
  what: string;
  database: string;
  measured: number;
  unit: string;
  baseline: { what: string; value: number } | null;
  /** Measured by baseline; null where the two are not of a kind. */
  ratio: number | null;
  /** Null: reported without a demand. */
  demand: { text: string; isMet: boolean } | null;
  note: string | null;
}

type Demand = { least?: number; most?: number };

const round = (value: number): number => {
  const size = Math.abs(value);
  const scale = size >= 100 ? 1 : size >= 10 ? 10 : 100;
  return Math.round(value * scale) / scale;
};

const judge = (value: number, { least, most }: Demand, subject: string): NonNullable<Figure['demand']> => ({
  text: `${subject} ${[least === undefined ? null : `≥ ${least}`, most === undefined ? null : `< ${most}`].filter(Boolean).join(', ')}`,
  isMet: Number.isFinite(value) && (least === undefined || value >= least) && (most === undefined || value < most),
});

interface FigureInput {
  what: string;
  database: string;
  measured: number;
  unit: string;
  baseline?: { what: string; value: number };
  /** False where measured and baseline are shown beside each other but not divided. */
  hasRatio?: boolean;
  /** What the ratio must be, or what the measured value must be; a scenario that asks for both gives two figures. */
  ratioDemand?: Demand;
  demand?: Demand;
  note?: string;
}

export const figure = ({ what, database, measured, unit, baseline, hasRatio = true, ratioDemand, demand, note }: FigureInput): Figure => {
  const ratio = baseline && hasRatio && baseline.value > 0 ? measured / baseline.value : null;
  return {
    what,
    database,
    measured: round(measured),
    unit,
    baseline: baseline ? { what: baseline.what, value: round(baseline.value) } : null,
    ratio: ratio === null ? null : Math.round(ratio * 100) / 100,
    demand: ratioDemand ? judge(ratio ?? Number.NaN, ratioDemand, 'ratio') : demand ? judge(measured, demand, '') : null,
    note: note ?? null,
  };
};

/** What 95 of 100 stay below. */
export const p95 = (values: readonly number[]): number => [...values].sort((one, other) => one - other)[Math.floor(values.length * 0.95)] ?? Number.NaN;

/** A requirement that is either kept or not: every message once, every answer 200. */
export const check = (what: string, database: string, isMet: boolean, measured: number, unit: string, note?: string): Figure => ({
  what,
  database,
  measured,
  unit,
  baseline: null,
  ratio: null,
  demand: { text: 'exact', isMet },
  note: note ?? null,
});

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? (sorted[middle] ?? Number.NaN) : ((sorted[middle - 1] ?? Number.NaN) + (sorted[middle] ?? Number.NaN)) / 2;
};

/** Seconds of processor for a thousand: steadier than a rate where the machine is shared. */
export const perThousand = (seconds: number, count: number): string => ((seconds / Math.max(1, count)) * 1_000).toFixed(2);

const resultOf = ({ demand }: Figure): string => (demand === null ? '' : demand.isMet ? 'pass' : 'FAIL');

const COLUMNS: { title: string; of(line: Figure): string; isNumber?: boolean }[] = [
  { title: 'ratio', of: ({ ratio }) => (ratio === null ? '' : ratio.toFixed(2)), isNumber: true },
  { title: 'result', of: resultOf },
  { title: 'what', of: ({ what }) => what },
  { title: 'database', of: ({ database }) => database },
  { title: 'measured', of: ({ measured, unit }) => `${measured.toLocaleString('en-US')} ${unit}`, isNumber: true },
  { title: 'baseline', of: ({ baseline }) => (baseline ? `${baseline.value.toLocaleString('en-US')} (${baseline.what})` : '') },
  { title: 'demand', of: ({ demand }) => demand?.text.trim() ?? '' },
  { title: 'note', of: ({ note }) => note ?? '' },
];

/** A table people can read in a terminal and paste as Markdown. */
export const drawTable = (figures: readonly Figure[]): string => {
  const columns = COLUMNS.filter(({ of }) => figures.some((line) => of(line) !== ''));
  const widths = columns.map(({ title, of }) => Math.max(title.length, ...figures.map((line) => of(line).length)));
  const pad = (text: string, index: number): string => (columns[index]?.isNumber ? text.padStart(widths[index] ?? 0) : text.padEnd(widths[index] ?? 0));
  const draw = (cells: string[]): string => `| ${cells.map(pad).join(' | ')} |`;
  const rule = `| ${widths.map((width, index) => (columns[index]?.isNumber ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width))).join(' | ')} |`;
  return [draw(columns.map(({ title }) => title)), rule, ...figures.map((line) => draw(columns.map(({ of }) => of(line))))].join('\n');
};
