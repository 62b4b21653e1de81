import * as React from 'react';
import { Box, Table, Tbody, Th, Thead, Tr, Typography, VisuallyHidden } from '@strapi/design-system';
import { useText } from '../i18n';
import { WIDE_CELL } from './widths';

interface PlainTableProps {
  label: string;
  /** `wide`: a phone has no room for it. */
  columns: { label: string; wide?: boolean }[];
  rowCount: number;
  busy: boolean;
  children: React.ReactNode;
}

/** A table whose last column holds what can be done with a row. */
export const PlainTable = ({ label, columns, rowCount, busy, children }: PlainTableProps) => {
  const text = useText();
  return (
    <Box aria-busy={busy}>
      <Table colCount={columns.length + 1} rowCount={rowCount + 1} aria-label={label}>
        <Thead>
          <Tr>
            {columns.map((column) => (
              <Th key={column.label} {...(column.wide ? WIDE_CELL : {})}>
                <Typography variant="sigma" textColor="neutral600">
                  {column.label}
                </Typography>
              </Th>
            ))}
            <Th>
              <VisuallyHidden>{text('inbox.column.actions')}</VisuallyHidden>
            </Th>
          </Tr>
        </Thead>
        <Tbody>{children}</Tbody>
      </Table>
    </Box>
  );
};
