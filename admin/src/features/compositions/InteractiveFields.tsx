import { Box, Button, Flex, IconButton, Typography } from '@strapi/design-system';
import { Plus, Trash } from '@strapi/icons';
import { INTERACTIVE_LIMITS, type Problem } from '../../../../plugin/domain/validate';
import { CountedField } from '../../components/CountedField';
import { useText } from '../../i18n';
import { useSay } from '../../sentences';
import { newRow, newSection, type Draft, type DraftRow, type DraftSection } from './draft';

interface FieldsProps {
  draft: Draft;
  disabled: boolean;
  problems: Problem[];
  onWrite: (changes: Partial<Draft>) => void;
}

const replaced = <T,>(items: T[], index: number, item: T): T[] => items.map((former, place) => (place === index ? item : former));
const without = <T,>(items: T[], index: number): T[] => items.filter((_, place) => place !== index);

/** What stands above and below the choices, in buttons and lists alike. */
const Around = ({ draft, disabled, onWrite, max }: FieldsProps & { max: number }) => {
  const text = useText();
  return (
    <>
      <CountedField label={text('compose.body')} value={draft.body} max={max} lines required disabled={disabled} onChange={(body) => onWrite({ body })} />
      <CountedField label={text('compose.header')} value={draft.header} max={INTERACTIVE_LIMITS.headerText} disabled={disabled} onChange={(header) => onWrite({ header })} />
      <CountedField label={text('compose.footer')} value={draft.footer} max={INTERACTIVE_LIMITS.footer} disabled={disabled} onChange={(footer) => onWrite({ footer })} />
    </>
  );
};

/** One alike is said once, below what it is about. */
const Alike = ({ problems }: { problems: Problem[] }) => {
  const say = useSay();
  const [alike] = problems.filter(({ code }) => code === 'message.not_unique');
  return alike ? (
    <Typography variant="pi" textColor="danger700" role="alert">
      {say(alike)}
    </Typography>
  ) : null;
};

const Count = ({ words, used, max }: { words: string; used: number; max: number }) => (
  <Typography variant="pi" textColor={used > max ? 'danger700' : 'neutral600'}>
    {words} <bdi dir="ltr">{`${used} / ${max}`}</bdi>
  </Typography>
);

export const ButtonsFields = (props: FieldsProps) => {
  const { draft, disabled, problems, onWrite } = props;
  const text = useText();
  return (
    <>
      <Around {...props} max={INTERACTIVE_LIMITS.body} />
      <Flex direction="column" alignItems="stretch" gap={3}>
        <Count words={text('compose.buttons')} used={draft.buttons.length} max={INTERACTIVE_LIMITS.buttons} />
        {draft.buttons.map((title, index) => (
          <Flex key={index} gap={2} alignItems="flex-end">
            <Box flex="1" minWidth={0}>
              <CountedField
                label={text('compose.button.n', { number: index + 1 })}
                value={title}
                max={INTERACTIVE_LIMITS.buttonTitle}
                required
                disabled={disabled}
                onChange={(words) => onWrite({ buttons: replaced(draft.buttons, index, words) })}
              />
            </Box>
            {draft.buttons.length > 1 && (
              <IconButton label={text('compose.button.remove', { number: index + 1 })} disabled={disabled} onClick={() => onWrite({ buttons: without(draft.buttons, index) })}>
                <Trash />
              </IconButton>
            )}
          </Flex>
        ))}
        <Alike problems={problems} />
        <Flex>
          <Button size="S" variant="tertiary" startIcon={<Plus />} disabled={disabled || draft.buttons.length >= INTERACTIVE_LIMITS.buttons} onClick={() => onWrite({ buttons: [...draft.buttons, ''] })}>
            {text('compose.button.add')}
          </Button>
        </Flex>
      </Flex>
    </>
  );
};

interface RowProps {
  row: DraftRow;
  number: number;
  disabled: boolean;
  onChange: (row: DraftRow) => void;
  onRemove: (() => void) | null;
}

const RowFields = ({ row, number, disabled, onChange, onRemove }: RowProps) => {
  const text = useText();
  return (
    <Flex gap={2} alignItems="flex-start" tag="li">
      <Flex direction="column" alignItems="stretch" gap={2} flex="1" minWidth={0}>
        <CountedField label={text('compose.row.n', { number })} value={row.title} max={INTERACTIVE_LIMITS.rowTitle} required disabled={disabled} onChange={(title) => onChange({ ...row, title })} />
        <CountedField label={text('compose.row.description')} value={row.description} max={INTERACTIVE_LIMITS.rowDescription} disabled={disabled} onChange={(description) => onChange({ ...row, description })} />
      </Flex>
      {onRemove && (
        <Box paddingTop={6}>
          <IconButton label={text('compose.row.remove', { number })} disabled={disabled} onClick={onRemove}>
            <Trash />
          </IconButton>
        </Box>
      )}
    </Flex>
  );
};

export const ListFields = (props: FieldsProps) => {
  const { draft, disabled, problems, onWrite } = props;
  const text = useText();
  const rows = draft.sections.reduce((count, section) => count + section.rows.length, 0);
  const several = draft.sections.length > 1;
  const change = (index: number, section: DraftSection) => onWrite({ sections: replaced(draft.sections, index, section) });
  return (
    <>
      <Around {...props} max={INTERACTIVE_LIMITS.listBody} />
      <CountedField label={text('compose.list.button')} value={draft.button} max={INTERACTIVE_LIMITS.listButton} required disabled={disabled} onChange={(button) => onWrite({ button })} />
      <Count words={text('compose.rows')} used={rows} max={INTERACTIVE_LIMITS.rows} />
      {draft.sections.map((section, index) => (
        <Box key={index} borderColor="neutral200" hasRadius padding={3} role="group" aria-label={text('compose.section.n', { number: index + 1 })}>
          <Flex direction="column" alignItems="stretch" gap={3}>
            {several && (
              <Flex gap={2} alignItems="flex-end">
                <Box flex="1" minWidth={0}>
                  <CountedField label={text('compose.section.n', { number: index + 1 })} value={section.title} max={INTERACTIVE_LIMITS.sectionTitle} required disabled={disabled} onChange={(title) => change(index, { ...section, title })} />
                </Box>
                <IconButton label={text('compose.section.remove', { number: index + 1 })} disabled={disabled} onClick={() => onWrite({ sections: without(draft.sections, index) })}>
                  <Trash />
                </IconButton>
              </Flex>
            )}
            <Flex tag="ul" direction="column" alignItems="stretch" gap={4}>
              {section.rows.map((row, place) => (
                <RowFields
                  key={place}
                  row={row}
                  number={place + 1}
                  disabled={disabled}
                  onChange={(changed) => change(index, { ...section, rows: replaced(section.rows, place, changed) })}
                  onRemove={section.rows.length > 1 ? () => change(index, { ...section, rows: without(section.rows, place) }) : null}
                />
              ))}
            </Flex>
            <Flex>
              <Button size="S" variant="tertiary" startIcon={<Plus />} disabled={disabled || rows >= INTERACTIVE_LIMITS.rows} onClick={() => change(index, { ...section, rows: [...section.rows, newRow()] })}>
                {text('compose.row.add')}
              </Button>
            </Flex>
          </Flex>
        </Box>
      ))}
      <Alike problems={problems} />
      <Flex>
        <Button size="S" variant="tertiary" startIcon={<Plus />} disabled={disabled || rows >= INTERACTIVE_LIMITS.rows} onClick={() => onWrite({ sections: [...draft.sections, newSection()] })}>
          {text('compose.section.add')}
        </Button>
      </Flex>
    </>
  );
};
