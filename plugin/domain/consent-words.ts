/** Words that end and resume messages, for one language. */
export interface ConsentWords {
  stop: readonly string[];
  start: readonly string[];
}

/**
 * By language, as a customer writes them with or without accents. § Known from practice; a host can replace them.
 * English holds the seven words US law takes as a revocation by themselves (47 CFR 64.1200(a)(10), 2025).
 * Words of assent ("yes", "ok", "continue") are no START: they answer too many other questions.
 */
export const CONSENT_WORDS: Readonly<Record<string, ConsentWords>> = {
  en: {
    stop: ['stop', 'stop all', 'stopall', 'unsubscribe', 'quit', 'end', 'cancel', 'revoke', 'opt out', 'optout', 'remove me', 'stop messages', 'stop promotions'],
    start: ['start', 'unstop', 'subscribe', 'resubscribe', 'resume', 'opt in', 'optin'],
  },
  es: {
    stop: ['baja', 'alto', 'parar', 'detener', 'cancelar', 'darme de baja', 'dar de baja', 'desuscribir', 'cancelar suscripción', 'no más mensajes'],
    start: ['alta', 'iniciar', 'comenzar', 'reanudar', 'suscribir', 'darme de alta'],
  },
  pt: {
    stop: ['parar', 'pare', 'sair', 'cancelar', 'descadastrar', 'remover', 'cancelar inscrição', 'não quero receber', 'parar promoções'],
    start: ['iniciar', 'começar', 'recomeçar', 'retomar', 'voltar', 'cadastrar', 'inscrever'],
  },
  fr: {
    stop: ['arrêt', 'arrêter', 'arrêtez', 'désabonner', 'se désabonner', 'me désabonner', 'désinscrire', 'désinscription', 'désabonnement'],
    start: ['démarrer', 'commencer', 'reprendre', 'abonner', 'réabonner'],
  },
  de: {
    stop: ['stopp', 'abmelden', 'abbestellen', 'aufhören', 'austragen', 'kündigen', 'keine nachrichten mehr'],
    start: ['starten', 'anmelden', 'fortsetzen', 'abonnieren'],
  },
  it: {
    stop: ['ferma', 'fermare', 'disiscrivi', 'disiscrivimi', 'disiscriviti', 'cancellami', 'cancella iscrizione', 'annulla iscrizione', 'annulla'],
    start: ['inizia', 'avvia', 'riprendi', 'riprendere', 'iscrivimi'],
  },
  id: {
    stop: ['berhenti', 'hentikan', 'berhenti berlangganan', 'batal langganan', 'keluar'],
    start: ['mulai', 'mulai lagi', 'berlangganan', 'langganan'],
  },
  hi: {
    stop: ['रोकें', 'रोको', 'रुको', 'बंद', 'बंद करें', 'बंद करो', 'band karo', 'band kare', 'roko'],
    start: ['शुरू', 'शुरू करें', 'शुरू करो', 'चालू करें', 'shuru', 'shuru karo'],
  },
  ar: {
    stop: ['إيقاف', 'ايقاف', 'توقف', 'أوقف', 'قف', 'إلغاء', 'إلغاء الاشتراك', 'الغاء الاشتراك'],
    start: ['ابدأ', 'بدء', 'استئناف', 'اشتراك', 'اشترك'],
  },
  nl: {
    stop: ['stoppen', 'afmelden', 'uitschrijven', 'opzeggen'],
    start: ['starten', 'aanmelden', 'hervatten', 'inschrijven'],
  },
  tr: {
    stop: ['dur', 'durdur', 'iptal', 'ret', 'abonelikten çık', 'listeden çık', 'çıkış'],
    start: ['başla', 'başlat', 'abone ol'],
  },
  ru: {
    stop: ['стоп', 'отписаться', 'отписка', 'отпишите меня', 'отмена', 'прекратить', 'хватит'],
    start: ['старт', 'начать', 'возобновить', 'подписаться'],
  },
  pl: { stop: ['wypisz', 'rezygnuję', 'zatrzymaj'], start: ['wznów', 'zapisz'] },
  ro: { stop: ['oprește', 'dezabonare', 'dezabonează'], start: ['pornește', 'abonare'] },
  ja: { stop: ['停止', '配信停止', 'ストップ', '解除'], start: ['開始', '再開', 'スタート'] },
  zh: { stop: ['停止', '退订', '退訂', '取消订阅', '取消訂閱'], start: ['开始', '開始', '恢复', '恢復', '订阅', '訂閱'] },
  ko: { stop: ['중지', '수신거부', '그만'], start: ['시작', '수신동의'] },
};

/**
 * The letters of a message alone: case, accents, punctuation, emoji and WhatsApp's *bold* marks do not count.
 * Only Latin and Arabic marks are dropped; the vowel signs of Hindi are marks too, and they make the word.
 */
export function plainWords(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{Cf}/gu, '')
    .replace(/[\u0300-\u036f\u064b-\u0655\u0640\u0670]/g, '')
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/ı/g, 'i')
    .replace(/ß/g, 'ss')
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim();
}

const DEFAULT_INDEX = indexOf(CONSENT_WORDS);

function indexOf(words: Readonly<Record<string, ConsentWords>>): { stop: ReadonlySet<string>; start: ReadonlySet<string> } {
  const lists = Object.values(words);
  const collect = (kind: keyof ConsentWords): ReadonlySet<string> =>
    new Set(lists.flatMap((list) => list[kind].map(plainWords)).filter((word) => word !== ''));
  return { stop: collect('stop'), start: collect('start') };
}

/**
 * Whether a message is STOP or START as a whole, in any of the languages; a sentence that merely contains the word
 * is none. A word that is in both lists counts as STOP.
 */
export function parseConsentWord(text: string, words?: Readonly<Record<string, ConsentWords>>): 'stop' | 'start' | null {
  const plain = plainWords(text);
  if (plain === '') return null;
  const index = words === undefined ? DEFAULT_INDEX : indexOf(words);
  if (index.stop.has(plain)) return 'stop';
  return index.start.has(plain) ? 'start' : null;
}
