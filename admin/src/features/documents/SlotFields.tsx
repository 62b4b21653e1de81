import * as React from 'react';
import { Box, Field, Flex, TextInput, Typography } from '@strapi/design-system';
import type { SlotView } from '../../../../plugin/contracts/documents';
import { useText } from '../../i18n';
import { openSlots } from './send-choices';

interface SlotFieldsProps {
  slots: SlotView[];
  typed: Record<string, string>;
  disabled: boolean;
  onType: (key: string, value: string) => void;
}

/** A template's variables: what the record filled and from where, and fields for what nothing fills. */
export const SlotFields = ({ slots, typed, disabled, onType }: SlotFieldsProps) => {
  const text = useText();
  if (slots.length === 0) return null;
  const open = openSlots(slots);
  const filled = slots.filter((slot) => !open.includes(slot));
  return (
    <Flex direction="column" alignItems="stretch" gap={3}>
      {open.map((slot) => (
        <Field.Root key={slot.key} required>
          <Field.Label>{slot.label}</Field.Label>
          <TextInput
            value={typed[slot.key] ?? slot.value ?? ''}
            maxLength={1024}
            disabled={disabled}
            data-slot={slot.key}
            onChange={(event: React.ChangeEvent<HTMLInputElement>) => onType(slot.key, event.target.value)}
          />
        </Field.Root>
      ))}
      {filled.length > 0 && (
        <Box tag="dl" background="neutral100" hasRadius padding={3}>
          <Flex direction="column" alignItems="stretch" gap={2}>
            {filled.map((slot) => (
              <Flex key={slot.key} justifyContent="space-between" alignItems="flex-start" gap={3}>
                <Typography tag="dt" variant="pi" textColor="neutral600">
                  {slot.label}
                </Typography>
                <Flex tag="dd" direction="column" alignItems="flex-end" minWidth={0}>
                  <Typography dir="auto" style={{ overflowWrap: 'anywhere' }} textAlign="end">
                    {slot.value}
                  </Typography>
                  <Typography variant="pi" textColor={slot.from === 'fallback' ? 'neutral800' : 'neutral600'}>
                    {text(slot.from === 'fallback' ? 'send.slot.fallback' : 'send.slot.mapping')}
                  </Typography>
                </Flex>
              </Flex>
            ))}
          </Flex>
        </Box>
      )}
    </Flex>
  );
};
