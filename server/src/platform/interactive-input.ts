import { z } from 'zod';
import type { InteractiveMessage } from '../../../plugin/domain/message';

const header = z.strictObject({ type: z.literal('text'), text: z.string().min(1) });

/** A plain string is a text header. */
const interactiveHeader = z.union([z.string().min(1).transform((content) => ({ type: 'text' as const, text: content })), header]).optional();

/** Buttons, a list or a link as they are given from outside; how long each part may be is the law's to say, in words. */
export const interactiveInput = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('buttons'),
    body: z.string(),
    header: interactiveHeader,
    footer: z.string().optional(),
    buttons: z.array(z.strictObject({ id: z.string(), title: z.string() })).min(1),
  }),
  z.strictObject({
    type: z.literal('list'),
    body: z.string(),
    header: interactiveHeader,
    footer: z.string().optional(),
    button: z.string(),
    sections: z
      .array(
        z.strictObject({
          title: z.string().optional(),
          rows: z.array(z.strictObject({ id: z.string(), title: z.string(), description: z.string().optional() })).min(1),
        }),
      )
      .min(1),
  }),
  z.strictObject({ type: z.literal('url'), body: z.string(), header: interactiveHeader, footer: z.string().optional(), label: z.string(), url: z.string() }),
]);

export const toInteractive = ({ type, body, header: top, footer, ...action }: z.infer<typeof interactiveInput>): InteractiveMessage =>
  ({ type: 'interactive', body, header: top, footer, action: { type, ...action } }) as InteractiveMessage;
