/**
 * What a message can be. One union for what we send, one for what customers write; providers translate
 * both to and from their own words, nothing else in the product knows those words.
 */

/** A file that travels with a message. `mediaId` is ours (documentId of the stored media). */
export interface MediaRef {
  /** Our id of the stored bytes. */
  mediaId?: string;
  /** The provider's id of the same bytes, once uploaded (Meta keeps it for 30 days). */
  providerMediaId?: string;
  /** A public https address the provider fetches by itself. */
  link?: string;
  filename?: string;
  mimeType?: string;
}

export type MediaKind = 'image' | 'video' | 'audio' | 'voice' | 'document' | 'sticker';

export interface TextMessage {
  type: 'text';
  /** At most 4,096 characters at Meta. */
  text: string;
  previewUrl?: boolean;
}

export interface MediaMessage {
  type: 'media';
  kind: MediaKind;
  media: MediaRef;
  /** Not for audio, voice and stickers. At most 1,024 characters at Meta. */
  caption?: string;
}

/** A value for one placeholder. Named templates carry `name`, positional ones go by order. */
export interface TemplateParameter {
  name?: string;
  text: string;
}

export type TemplateHeaderValue =
  | { type: 'text'; parameters: TemplateParameter[] }
  | { type: 'image' | 'video' | 'document'; media: MediaRef }
  | { type: 'location'; latitude: number; longitude: number; name?: string; address?: string };

export type TemplateButtonValue =
  | { index: number; subType: 'quick_reply'; payload: string }
  | { index: number; subType: 'url'; text: string }
  | { index: number; subType: 'copy_code'; code: string };

export interface TemplateMessage {
  type: 'template';
  name: string;
  /** Meta's language code, such as `pt_BR`. */
  language: string;
  header?: TemplateHeaderValue;
  body: TemplateParameter[];
  buttons: TemplateButtonValue[];
}

export type InteractiveHeader = { type: 'text'; text: string } | { type: 'image' | 'video' | 'document'; media: MediaRef };

export interface InteractiveMessage {
  type: 'interactive';
  body: string;
  footer?: string;
  header?: InteractiveHeader;
  action:
    | { type: 'buttons'; buttons: { id: string; title: string }[] }
    | { type: 'list'; button: string; sections: { title?: string; rows: { id: string; title: string; description?: string }[] }[] }
    | { type: 'url'; label: string; url: string };
}

export interface ReactionMessage {
  type: 'reaction';
  /** The provider's id of the message reacted to. */
  providerMessageId: string;
  /** Empty removes the reaction. */
  emoji: string;
}

export interface LocationMessage {
  type: 'location';
  latitude: number;
  longitude: number;
  name?: string;
  address?: string;
}

export interface ContactCard {
  formattedName: string;
  firstName?: string;
  lastName?: string;
  organisation?: string;
  phones: { phone: string; waId?: string; type?: string }[];
  emails?: { email: string; type?: string }[];
}

export interface ContactsMessage {
  type: 'contacts';
  contacts: ContactCard[];
}

/** Everything the one door out accepts. */
export type OutboundMessage =
  | TextMessage
  | MediaMessage
  | TemplateMessage
  | InteractiveMessage
  | ReactionMessage
  | LocationMessage
  | ContactsMessage;

/** A file a customer sent: the provider's id, fetched at receipt (Meta: the id lives 7 days, a link 5 minutes). */
export interface InboundMedia {
  kind: MediaKind;
  providerMediaId: string;
  mimeType?: string;
  filename?: string;
  caption?: string;
  sha256?: string;
  animated?: boolean;
}

/** What a customer wrote. `unsupported` keeps what we can't name, so that nothing is lost. */
export type InboundContent =
  | { type: 'text'; text: string }
  | { type: 'media'; media: InboundMedia }
  | LocationMessage
  | ContactsMessage
  | { type: 'reaction'; providerMessageId: string; /** Empty: removed. */ emoji: string }
  | { type: 'button'; payload: string; text: string }
  | { type: 'interactive_reply'; replyType: 'button' | 'list'; id: string; title: string; description?: string }
  | { type: 'form_reply'; name?: string; body?: string; responseJson: string }
  | { type: 'order'; catalogId?: string; text?: string; items: unknown[] }
  | { type: 'poll'; question: string; options: string[]; /** How many of them one may choose; left out: not said. */ mostChoices?: number }
  | { type: 'unsupported'; vendorType: string; reason?: string };

export type MessageType = OutboundMessage['type'] | InboundContent['type'] | MediaKind;

export type Direction = 'inbound' | 'outbound';

/** Why a message is sent; decides which consent it needs. Authentication counts as utility. */
export type Purpose = 'reply' | 'utility' | 'marketing';
