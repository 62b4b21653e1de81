import * as React from 'react';
import type { UploadedFile } from '../../../../plugin/contracts/channels';
import { kindOfFile } from '../../../../plugin/domain/media-limits';
import type { MediaKind } from '../../../../plugin/domain/message';
import type { Failure } from '../../api/failure';
import { newKey } from '../../api/new-key';
import { createShelf } from './shelf';

/** A file that waits to be sent. */
export interface PickedFile {
  id: string;
  file: File;
  /** What it goes as; null: it can't. */
  kind: MediaKind | null;
  caption: string;
  /** Why WhatsApp would refuse it; null: it may go. */
  problem: { code: string; values: Readonly<Record<string, string | number>> } | null;
  /** From 0 to 1 while it is on its way; null: it is not. */
  progress: number | null;
  /** It is with us already: a second try needn't send it again. */
  uploaded: UploadedFile | null;
}

/** Files can't be kept in a storage: for as long as the tab lives, each conversation has its own here. */
const shelf = createShelf<readonly PickedFile[]>([]);

const pickFile = (file: File): PickedFile => {
  const { kind, problem } = kindOfFile(file.type, file.name, file.size);
  return { id: newKey(), file, kind, caption: '', problem, progress: null, uploaded: null };
};

export interface PickedFiles {
  files: readonly PickedFile[];
  add(files: readonly File[]): void;
  change(id: string, changes: Partial<PickedFile>): void;
  remove(id: string): void;
}

const NONE = shelf.get('');

export const usePickedFiles = (channel: string): PickedFiles => {
  const files = React.useSyncExternalStore(shelf.subscribe, () => shelf.get(channel));
  const update = (change: (former: readonly PickedFile[]) => readonly PickedFile[]) => {
    const next = change(shelf.get(channel));
    shelf.set(channel, next.length > 0 ? next : NONE);
  };
  return {
    files,
    add: (added) => update((former) => [...former, ...added.map(pickFile)]),
    change: (id, changes) => update((former) => former.map((one) => (one.id === id ? { ...one, ...changes } : one))),
    remove: (id) => update((former) => former.filter((one) => one.id !== id)),
  };
};

const OF_THE_FILE: ReadonlySet<string> = new Set(['media.executable', 'media.empty', 'media.too_large', 'media.type_not_allowed']);

/** What the server found wrong with a file itself; null: another try may go well. */
export const refusalOf = ({ code, values }: Pick<Failure, 'code' | 'values'>): PickedFile['problem'] => (OF_THE_FILE.has(code) ? { code, values: values ?? {} } : null);

/** Sound and stickers carry no words. */
export const takesCaption = (kind: MediaKind | null): boolean => kind === 'image' || kind === 'video' || kind === 'document';
