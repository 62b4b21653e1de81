import { Box, Flex, Grid, Typography } from '@strapi/design-system';
import type { SyncPreviewKind, SyncPreviewView, SyncSample } from '../../../../plugin/contracts/erp';
import { NoticeBox } from '../../components/Notices';
import { Fact } from '../../components/Panel';
import { useText, useTimes } from '../../i18n';
import { useSay } from '../../sentences';

const shown = (value: string | number | boolean | null): string => (value === null || value === '' ? '—' : String(value));

/** `phoneSanitized` → `Phone sanitized`, as the Content Manager names it. */
const fieldName = (field: string): string => {
  const words = field.replace(/([A-Z])/g, ' $1').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
};

const Samples = ({ title, samples, total }: { title: string; samples: SyncSample[]; total: number }) => {
  const text = useText();
  const { number } = useTimes();
  if (samples.length === 0) return null;
  return (
    <Flex direction="column" alignItems="stretch" gap={1}>
      <Typography variant="sigma" textColor="neutral600">
        {title}
      </Typography>
      <Flex tag="ul" direction="column" alignItems="stretch" gap={1}>
        {samples.map((sample) => (
          <Box tag="li" key={sample.erpId}>
            <Typography tag="p" textColor="neutral800" dir="auto" style={{ overflowWrap: 'anywhere' }}>
              {sample.name}
            </Typography>
            {sample.changes.map(({ field, from, to }) => (
              <Typography key={field} tag="p" variant="pi" textColor="neutral600" style={{ overflowWrap: 'anywhere' }}>
                {text('sync.preview.change', { field: fieldName(field), from: shown(from), to: shown(to) })}
              </Typography>
            ))}
          </Box>
        ))}
      </Flex>
      {total > samples.length && (
        <Typography variant="pi" textColor="neutral600">
          {text('sync.preview.more', { count: number(total - samples.length) })}
        </Typography>
      )}
    </Flex>
  );
};

const Kind = ({ found, mostRows }: { found: SyncPreviewKind; mostRows: number }) => {
  const text = useText();
  const say = useSay();
  const { number } = useTimes();
  const { samples } = found;
  return (
    <Flex tag="section" direction="column" alignItems="stretch" gap={3} aria-label={text(`record.kind.${found.kind}`)} data-kind={found.kind}>
      <Typography variant="delta" tag="h3">
        {text(`record.kind.${found.kind}`)}
      </Typography>
      {found.error && <NoticeBox level="refusal">{say({ code: found.error.code, sentence: found.error.message })}</NoticeBox>}
      {found.isSuspicious && <NoticeBox level="warning">{text('sync.preview.suspicious')}</NoticeBox>}
      {found.cut && <NoticeBox level="warning">{text(`sync.preview.cut.${found.cut}`, { rows: number(mostRows) })}</NoticeBox>}
      {found.cut !== 'not_asked' && !found.error && (
        <>
          <Grid.Root gap={4} tag="dl">
            {(['created', 'changed', 'unchanged', 'gone'] as const).map((name) => (
              <Grid.Item key={name} col={3} s={3} xs={6} direction="column" alignItems="flex-start">
                <Fact name={text(`sync.preview.${name}`)}>{number(found[name])}</Fact>
              </Grid.Item>
            ))}
          </Grid.Root>
          <Samples title={text('sync.preview.created')} samples={samples.created} total={found.created} />
          <Samples title={text('sync.preview.changed')} samples={samples.changed} total={found.changed} />
          <Samples title={text('sync.preview.gone')} samples={samples.gone} total={found.gone} />
        </>
      )}
    </Flex>
  );
};

/** What a pull would do, before anyone starts it. */
export const SyncPreview = ({ preview }: { preview: SyncPreviewView }) => (
  <Flex direction="column" alignItems="stretch" gap={6}>
    {preview.kinds.map((found) => (
      <Kind key={found.kind} found={found} mostRows={preview.mostRows} />
    ))}
  </Flex>
);
