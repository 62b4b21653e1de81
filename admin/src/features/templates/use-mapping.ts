import * as React from 'react';
import type { SampleRecordView, TemplateFieldsView, TemplateView } from '../../../../plugin/contracts/templates';
import type { MappedRecord } from '../../../../plugin/domain/template';
import { useClient } from '../../api/client';
import { pathOf, segment } from '../../api/query';
import { useAction } from '../../api/use-action';
import { useResource } from '../../api/use-resource';
import { draftOf, isChanged, keepPlaces, sampleSlots, valuesOfFields, type MappingDraft } from './mapping-form';
import { exampleValues } from './template-words';

/** A template's mapping while it is edited, and the record it is looked at with. */
export const useMapping = (template: TemplateView, mayMap: boolean, onSaved: (template: TemplateView) => void) => {
  const client = useClient();
  const [edited, setEdited] = React.useState<MappingDraft | null>(null);
  const [record, setRecord] = React.useState<MappedRecord>('any');
  const [sampleType, setSampleType] = React.useState<'invoice' | 'sales-order'>(template.documentTitles.some((title) => title === 'order' || title === 'quotation') ? 'sales-order' : 'invoice');
  const [sampleId, setSampleId] = React.useState<string | null>(null);
  const records = useResource<SampleRecordView[]>(mayMap ? pathOf('/documents/samples', { type: sampleType }) : null);
  const fields = useResource<TemplateFieldsView>(mayMap ? pathOf('/documents/fields', { type: sampleType, record: sampleId }) : null, { keep: true });

  const draft = edited ?? draftOf(template);
  const values = valuesOfFields(fields.data);
  const samples = sampleSlots(template, draft, sampleType, values);
  const save = useAction(async () => {
    const { data } = await client.put<TemplateView>(`/templates/${segment(template.id)}/mapping`, keepPlaces(draft, template));
    setEdited(null);
    onSaved(data);
  });

  const chooseType = (type: 'invoice' | 'sales-order') => {
    setSampleType(type);
    setSampleId(null);
  };
  return {
    draft,
    changed: edited !== null && isChanged(edited, template),
    edit: setEdited,
    save,
    record,
    /** Who edits the mapping of one kind of record looks at such a record. */
    chooseRecord: (chosen: MappedRecord) => {
      setRecord(chosen);
      if (chosen !== 'any') chooseType(chosen);
    },
    samples,
    /** With a record: what it fills, the rest as placeholders. Without: the examples the template was submitted with. */
    previewValues: values ? Object.fromEntries(samples.map(({ key, text }) => [key, text])) : exampleValues(template),
    fields,
    records,
    sampleType,
    chooseType,
    chooseSample: setSampleId,
  };
};
