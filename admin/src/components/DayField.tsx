import { Field } from '@strapi/design-system';

/** A day as the browser writes it; the value is `YYYY-MM-DD` or empty. */
export const DayField = ({ label, value, onChange }: { label: string; value: string; onChange: (day: string | null) => void }) => (
  <Field.Root>
    <Field.Label>{label}</Field.Label>
    <Field.Input type="date" value={value} onChange={(event: React.ChangeEvent<HTMLInputElement>) => onChange(event.target.value || null)} />
  </Field.Root>
);

const DAY = /^\d{4}-\d\d-\d\d$/;

/** The first moment of a day in the person's own time zone, for the server. */
export const startOfDay = (day: string): string | null => (DAY.test(day) ? new Date(`${day}T00:00:00`).toISOString() : null);

/** The moment after a day: the day itself is included. */
export const endOfDay = (day: string): string | null => {
  if (!DAY.test(day)) return null;
  const end = new Date(`${day}T00:00:00`);
  end.setDate(end.getDate() + 1);
  return end.toISOString();
};
