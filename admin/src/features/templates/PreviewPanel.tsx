import { Flex, Typography } from '@strapi/design-system';
import type { SampleRecordView, TemplateFieldsView, TemplateView } from '../../../../plugin/contracts/templates';
import { Choice } from '../../components/Choice';
import { Panel } from '../../components/Panel';
import { useText } from '../../i18n';
import { headerLabel } from './header-file';
import { PhoneView } from './PhoneView';
import { useHeaderImage } from './use-header-image';

interface PreviewPanelProps {
  template: TemplateView;
  values: Record<string, string | null>;
  /** Null: whoever looks may not read records. */
  sample: { type: 'invoice' | 'sales-order'; records: SampleRecordView[]; fields: TemplateFieldsView | null } | null;
  onType: (type: 'invoice' | 'sales-order') => void;
  onRecord: (id: string) => void;
}

/** The template on a phone, with a real record's values, by day and by night. */
export const PreviewPanel = ({ template, values, sample, onType, onRecord }: PreviewPanelProps) => {
  const text = useText();
  const image = useHeaderImage(template);
  const record = sample?.fields?.record ?? null;
  const options = (sample?.records ?? []).map(({ id, number, partnerName }) => ({ value: id, label: [number, partnerName].filter(Boolean).join(' · ') || id }));
  if (record && !options.some(({ value }) => value === record.id)) options.unshift({ value: record.id, label: [record.number, record.partnerName].filter(Boolean).join(' · ') || record.id });

  return (
    <Panel title={text('template.preview')} hint={text(record ? 'templates.preview.hint.record' : 'templates.preview.hint')}>
      {sample && (
        <Flex direction="column" alignItems="stretch" gap={3}>
          <Choice
            label={text('templates.preview.type')}
            value={sample.type}
            options={(['invoice', 'sales-order'] as const).map((value) => ({ value, label: text(`templates.record.${value}`) }))}
            onChange={(value) => onType(value === 'sales-order' ? 'sales-order' : 'invoice')}
          />
          {options.length > 0 ? (
            <Choice label={text('templates.preview.record')} value={record?.id ?? null} options={options} onChange={(id) => id && onRecord(id)} />
          ) : (
            <Typography variant="pi" textColor="neutral600">
              {text('templates.preview.no-record')}
            </Typography>
          )}
        </Flex>
      )}
      <PhoneView language={template.language} components={template.components} values={values} filename={headerLabel(template.header)} image={image} />
    </Panel>
  );
};
