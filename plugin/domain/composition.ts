import type { InteractiveHeader, MediaRef, OutboundMessage } from './message';

/** What a person can write here. The document of one of the ERP's records is queued by its own way. */
export type Composition =
  | { kind: 'text'; text: string }
  | { kind: 'image'; caption?: string }
  | { kind: 'document'; caption?: string }
  | { kind: 'template' }
  | { kind: 'buttons'; body: string; header?: string; footer?: string; buttons: { title: string }[] }
  | { kind: 'list'; body: string; header?: string; footer?: string; button: string; sections: { title?: string; rows: { title: string; description?: string }[] }[] };

export type CompositionKind = Composition['kind'];

const headerOf = (header: string | undefined): { header?: InteractiveHeader } => (header?.trim() ? { header: { type: 'text', text: header.trim() } } : {});
const footerOf = (footer: string | undefined): { footer?: string } => (footer?.trim() ? { footer: footer.trim() } : {});

/**
 * The message as it is queued; null for a template, which its own law fills. Ids of buttons and rows say their place:
 * nobody who writes one message by hand has a use for others.
 */
export function toMessage(content: Composition, file: MediaRef | null): OutboundMessage | null {
  switch (content.kind) {
    case 'text':
      return { type: 'text', text: content.text.trim(), previewUrl: /https?:\/\//.test(content.text) };
    case 'image':
    case 'document':
      return { type: 'media', kind: content.kind, media: file ?? {}, ...(content.caption?.trim() ? { caption: content.caption.trim() } : {}) };
    case 'template':
      return null;
    case 'buttons':
      return {
        type: 'interactive',
        body: content.body.trim(),
        ...headerOf(content.header),
        ...footerOf(content.footer),
        action: { type: 'buttons', buttons: content.buttons.map(({ title }, index) => ({ id: `button-${index + 1}`, title: title.trim() })) },
      };
    case 'list':
      return {
        type: 'interactive',
        body: content.body.trim(),
        ...headerOf(content.header),
        ...footerOf(content.footer),
        action: {
          type: 'list',
          button: content.button.trim(),
          sections: content.sections.map(({ title, rows }, section) => ({
            ...(title?.trim() ? { title: title.trim() } : {}),
            rows: rows.map((row, index) => ({
              id: `row-${section + 1}-${index + 1}`,
              title: row.title.trim(),
              ...(row.description?.trim() ? { description: row.description.trim() } : {}),
            })),
          })),
        },
      };
  }
}

/** What people read of it in logs and lists. */
export function wordsOf(content: Exclude<Composition, { kind: 'template' }>, filename: string | null): string {
  if (content.kind === 'text') return content.text.trim();
  if (content.kind === 'image' || content.kind === 'document') return content.caption?.trim() || filename || content.kind;
  return content.body.trim();
}
