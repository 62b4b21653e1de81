// A program that reads the API's answers with the packed shapes.
import { isCode, sentenceOf, VERBS } from 'strapi-plugin-whatsapp/contracts';
import type { Code, MessageView, Verb } from 'strapi-plugin-whatsapp/contracts';
import type { IsAny, No } from './is-any';

export const precise: [No<IsAny<MessageView>>, No<IsAny<MessageView['status']>>, No<IsAny<Code>>, No<IsAny<Verb>>] = [false, false, false, false];

export const describe = ({ id, status, error }: MessageView): string => (error ? `${id}: ${sentenceOf(error.code)}` : `${id}: ${status}`);

export const optedOut: Code = 'message.opted_out';
export const isKnown: boolean = isCode('message.opted_out') && VERBS.includes('send.document');

// @ts-expect-error no such code
export const mistyped: Code = 'message.opted_in_out';
