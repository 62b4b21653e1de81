import type { DocumentPreparation } from '../../../../plugin/contracts/documents';
import { useAsked, type Asked } from '../../api/use-asked';
import type { RecordRef } from './record-models';
import { prepareBodyOf, type SendChoices } from './send-choices';

/** Asks the server what a send would be, each time something is chosen. */
export const usePreparation = (record: RecordRef, choices: SendChoices): Asked<DocumentPreparation> =>
  useAsked<DocumentPreparation>('/documents/prepare', prepareBodyOf(record, choices));
