import { CONSENT_WORDS, parseConsentWord } from '../../../../plugin/domain/consent';
import type { ConsentWords } from '../../../../plugin/domain/consent';
import type { InboundContent } from '../../../../plugin/domain/message';

/**
 * Words that end messages when a customer types them, but answer a question when they stand on a button: "Cancel" under
 * "Shall we come on Monday?" cancels the visit, not the consent.
 */
const ANSWERS: ReadonlySet<string> = new Set([
  'cancel', 'end', 'quit', 'revoke', 'cancelar', 'sair', 'remover', 'alto', 'detener', 'annulla', 'keluar', 'iptal', 'dur', 'ret', 'отмена', 'kündigen', 'إلغاء', '解除', 'stoppen',
  'start', 'resume', 'iniciar', 'comenzar', 'começar', 'continuar', 'voltar', 'retomar', 'commencer', 'démarrer', 'reprendre', 'starten', 'anmelden', 'fortsetzen', 'inizia', 'avvia', 'alta',
  'mulai', 'başla', 'başlat', 'начать', '开始', '開始', '시작', 'ابدأ', 'بدء',
]);

const BUTTON_WORDS: Readonly<Record<string, ConsentWords>> = Object.fromEntries(
  Object.entries(CONSENT_WORDS).map(([language, { stop, start }]) => [
    language,
    { stop: stop.filter((word) => !ANSWERS.has(word)), start: [...start.filter((word) => !ANSWERS.has(word)), ...(language === 'en' ? ['start'] : [])] },
  ]),
);

/** Which word, and what was said with it: the evidence. */
export interface SpokenWord {
  word: 'stop' | 'start';
  wording: string;
}

/** STOP or START as a whole text message, or on a button. Captions, answers of forms and sentences are none. */
export const parseSpokenWord = (content: InboundContent, own?: Partial<ConsentWords>): SpokenWord | null => {
  // The host's own words count wherever they are said. Asked for apart: the built-in ones are indexed once, not a message.
  const host = own?.stop?.length || own?.start?.length ? { own: { stop: own.stop ?? [], start: own.start ?? [] } } : null;
  const say = (texts: string[], words?: Readonly<Record<string, ConsentWords>>): SpokenWord | null => {
    for (const text of texts) {
      const word = parseConsentWord(text, words) ?? (host ? parseConsentWord(text, host) : null);
      if (word) return { word, wording: text };
    }
    return null;
  };
  switch (content.type) {
    case 'text':
      return say([content.text]);
    case 'button':
      return say([content.text, content.payload], BUTTON_WORDS);
    case 'interactive_reply':
      return say([content.title, content.id], BUTTON_WORDS);
    default:
      return null;
  }
};
