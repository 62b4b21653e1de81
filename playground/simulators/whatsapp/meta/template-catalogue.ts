/** A template as `GET /{WABA}/message_templates` shows it. */
export interface Template {
  id: string;
  name: string;
  language: string;
  status: string;
  category: string;
  parameter_format: 'POSITIONAL' | 'NAMED';
  components: TemplateComponent[];
  quality_score: { score: string };
  rejected_reason: string;
  sub_category?: string;
}

export interface TemplateComponent {
  type: 'HEADER' | 'BODY' | 'FOOTER' | 'BUTTONS';
  format?: 'TEXT' | 'IMAGE' | 'VIDEO' | 'DOCUMENT' | 'LOCATION';
  text?: string;
  buttons?: TemplateButton[];
  example?: Record<string, unknown>;
  [extra: string]: unknown;
}

export interface TemplateButton {
  type: 'QUICK_REPLY' | 'URL' | 'PHONE_NUMBER' | 'COPY_CODE' | 'OTP';
  text: string;
  url?: string;
  phone_number?: string;
  example?: string[];
  [extra: string]: unknown;
}

interface Draft {
  name: string;
  category?: 'UTILITY' | 'MARKETING' | 'AUTHENTICATION';
  status?: string;
  reason?: string;
  named?: boolean;
  header?: { format: NonNullable<TemplateComponent['format']>; text?: string; sample?: string };
  footer?: string;
  buttons?: TemplateButton[];
  /** Language → body. */
  bodies: Record<string, string>;
  samples?: Array<string | readonly [name: string, sample: string]>;
  extra?: Record<string, unknown>;
}

const BILL = ['Ana Souza', 'INV/2026/00042', 'R$ 1.250,00', '30 Nov 2026'];
const ORDER = ['Ana Souza', 'S00042', 'R$ 1.250,00'];
const PDF = { format: 'DOCUMENT' as const };

const USEFUL: Draft[] = [
  {
    name: 'hello_world',
    header: { format: 'TEXT', text: 'Hello World' },
    bodies: { en_US: 'Welcome and congratulations!! This message demonstrates your ability to send a WhatsApp message notification from the Cloud API, hosted by Meta. Thank you for taking the time to test with us.' },
    footer: 'WhatsApp Business Platform sample message',
  },
  {
    name: 'invoice_document', header: PDF, samples: BILL,
    bodies: {
      en_US: 'Hello {{1}}, here is your invoice {{2}} for {{3}}. It is due on {{4}}. Thank you for your business.',
      pt_BR: 'Olá {{1}}, segue a sua fatura {{2}} no valor de {{3}}. O vencimento é em {{4}}. Obrigado pela preferência.',
      es: 'Hola {{1}}, aquí tiene su factura {{2}} por {{3}}. Vence el {{4}}. Gracias por su confianza.',
    },
  },
  {
    name: 'quotation_document', header: PDF, samples: ORDER,
    bodies: {
      en_US: 'Hello {{1}}, please find attached quotation {{2}} for {{3}}. Reply to this message with any question.',
      pt_BR: 'Olá {{1}}, segue em anexo o orçamento {{2}} no valor de {{3}}. Responda a esta mensagem se tiver dúvidas.',
      es: 'Hola {{1}}, le adjuntamos el presupuesto {{2}} por {{3}}. Responda a este mensaje si tiene dudas.',
    },
  },
  {
    name: 'order_confirmation_document', header: PDF, samples: ORDER,
    bodies: {
      en_US: 'Hello {{1}}, your order {{2}} for {{3}} is confirmed. The details are attached.',
      pt_BR: 'Olá {{1}}, o seu pedido {{2}} no valor de {{3}} está confirmado. Os detalhes seguem em anexo.',
      es: 'Hola {{1}}, su pedido {{2}} por {{3}} está confirmado. Adjuntamos los detalles.',
    },
  },
  {
    name: 'credit_note_document', header: PDF, samples: ['Ana Souza', 'RINV/2026/00007', 'R$ 250,00'],
    bodies: {
      en_US: 'Hello {{1}}, here is your credit note {{2}} for {{3}}. It has been booked to your account.',
      pt_BR: 'Olá {{1}}, segue a sua nota de crédito {{2}} no valor de {{3}}. Ela já foi lançada em sua conta.',
      es: 'Hola {{1}}, aquí tiene su nota de crédito {{2}} por {{3}}. Ya está abonada en su cuenta.',
    },
  },
  {
    name: 'order_ready', header: { format: 'IMAGE' }, samples: ['Ana', '42'],
    bodies: { en_US: 'Hi {{1}}, your order {{2}} is ready for pick-up.', pt_BR: 'Oi {{1}}, o seu pedido {{2}} está pronto para retirada.' },
    footer: 'Shop',
    buttons: [
      { type: 'QUICK_REPLY', text: 'On my way' },
      { type: 'URL', text: 'Directions', url: 'https://shop.example/pickup/{{1}}', example: ['https://shop.example/pickup/42'] },
    ],
  },
  {
    name: 'delivery_update', samples: ['Ana', '42', 'tomorrow before noon'],
    bodies: { en_US: 'Hi {{1}}, parcel {{2}} arrives {{3}}. Is someone at home?', es: 'Hola {{1}}, el paquete {{2}} llega {{3}}. ¿Habrá alguien en casa?' },
    buttons: [
      { type: 'QUICK_REPLY', text: 'Yes' },
      { type: 'QUICK_REPLY', text: 'Another day' },
      { type: 'URL', text: 'Track', url: 'https://shop.example/track/{{1}}', example: ['https://shop.example/track/42'] },
    ],
  },
  {
    name: 'order_status_named', named: true, header: { format: 'TEXT', text: 'Order {{order_id}}', sample: '42' },
    bodies: { en_US: 'Hi {{first_name}}, the state of your order is now: {{order_state}}. We keep you posted.' },
    samples: [['first_name', 'Ana'], ['order_state', 'packed']],
  },
  {
    name: 'payment_received', samples: ['Ana Souza', 'R$ 1.250,00', 'INV/2026/00042'],
    bodies: {
      en_US: 'Thank you {{1}}, we received {{2}} for invoice {{3}} today.',
      pt_BR: 'Obrigado {{1}}, recebemos {{2}} referente à fatura {{3}} hoje.',
      es: 'Gracias {{1}}, hoy recibimos {{2}} por la factura {{3}} con éxito.',
    },
  },
  {
    name: 'payment_reminder', samples: BILL, header: { format: 'TEXT', text: 'Reminder' },
    bodies: {
      en_US: 'Hello {{1}}, a friendly reminder: invoice {{2}} for {{3}} was due on {{4}}. Please ignore this if it is paid.',
      pt_BR: 'Olá {{1}}, um lembrete: a fatura {{2}} de {{3}} venceu em {{4}}. Desconsidere se já foi paga.',
    },
    buttons: [{ type: 'QUICK_REPLY', text: 'Already paid' }, { type: 'PHONE_NUMBER', text: 'Call us', phone_number: '+15550100000' }],
  },
  {
    name: 'login_code', category: 'AUTHENTICATION', samples: ['123456'],
    bodies: { en_US: '*{{1}}* is your verification code. For your security, do not share this code.', pt_BR: '*{{1}}* é seu código de verificação. Para sua segurança, não o compartilhe.' },
    footer: 'This code expires in 10 minutes.',
    buttons: [{ type: 'URL', text: 'Copy code', url: 'https://www.whatsapp.com/otp/code/?otp_type=COPY_CODE&code=otp{{1}}', example: ['https://www.whatsapp.com/otp/code/?otp_type=COPY_CODE&code=otp123456'] }],
    extra: { add_security_recommendation: true },
  },
  {
    name: 'summer_sale', category: 'MARKETING', header: { format: 'IMAGE' }, samples: ['Ana', '20%'],
    bodies: { en_US: 'Hi {{1}}, summer is here: {{2}} off everything until Sunday.', pt_BR: 'Oi {{1}}, o verão chegou: {{2}} de desconto em tudo até domingo.' },
    footer: 'Reply STOP to receive no more offers',
    buttons: [{ type: 'QUICK_REPLY', text: 'Show me' }, { type: 'QUICK_REPLY', text: 'Stop offers' }],
  },
  {
    name: 'welcome_coupon', category: 'MARKETING', samples: ['Ana'],
    bodies: { en_US: 'Welcome {{1}}! Here is a coupon for your first order.' },
    buttons: [{ type: 'COPY_CODE', text: 'Copy offer code', example: ['WELCOME10'] }],
  },
  { name: 'new_collection', category: 'MARKETING', header: { format: 'VIDEO' }, samples: ['Ana'], bodies: { en_US: 'Hello {{1}}, our new collection has arrived. Have a look!' } },
  { name: 'store_opening', category: 'MARKETING', header: { format: 'LOCATION' }, samples: ['Ana'], bodies: { en_US: 'Hello {{1}}, we open a new store near you. Come and see us!' } },
  { name: 'loyalty_points', category: 'MARKETING', status: 'PAUSED', samples: ['Ana', '320'], bodies: { en_US: 'Hi {{1}}, you have {{2}} points waiting for you.' } },
  { name: 'flash_deal', category: 'MARKETING', status: 'DISABLED', samples: ['Ana'], bodies: { en_US: 'Hurry {{1}}, this deal ends tonight!' } },
  { name: 'payment_demand', status: 'REJECTED', reason: 'ABUSIVE_CONTENT', samples: ['Ana', 'R$ 1.250,00'], bodies: { en_US: '{{1}}, pay {{2}} today or we call a lawyer!' } },
  { name: 'feedback_request', status: 'PENDING', samples: ['Ana'], bodies: { en_US: 'Hi {{1}}, how did we do? One tap is enough.' }, buttons: [{ type: 'QUICK_REPLY', text: 'Good' }, { type: 'QUICK_REPLY', text: 'Bad' }] },
  // A status no list of ours knows: clients must take it as not sendable, and must not fall over it.
  { name: 'spring_preview', category: 'MARKETING', status: 'UNDER_OBSERVATION', samples: ['Ana'], bodies: { en_US: 'Hi {{1}}, spring is near. See what is new.' } },
];

/** Two years of weekly offers, which put the list well over one page of 100. */
function weeklyOffers(): Draft[] {
  return [2025, 2026].flatMap((year) => Array.from({ length: 52 }, (_, at): Draft => ({
    name: `weekly_offers_${year}_w${String(at + 1).padStart(2, '0')}`,
    category: 'MARKETING',
    samples: ['Ana', '15%'],
    bodies: { en_US: `Hi {{1}}, week ${at + 1} brings you {{2}} off a basket of fresh offers.` },
    footer: 'Reply STOP to receive no more offers',
  })));
}

function componentsOf(draft: Draft, body: string): TemplateComponent[] {
  const components: TemplateComponent[] = [];
  if (draft.header) {
    const { format, text, sample } = draft.header;
    const example = format === 'TEXT'
      ? (sample === undefined ? undefined : draft.named ? { header_text_named_params: [{ param_name: /{{(\w+)}}/.exec(text ?? '')?.[1], example: sample }] } : { header_text: [sample] })
      : format === 'LOCATION' ? undefined : { header_handle: [`https://scontent.whatsapp.example/${draft.name}`] };
    components.push({ type: 'HEADER', format, ...(text === undefined ? {} : { text }), ...(example === undefined ? {} : { example }) });
  }
  const example = draft.samples === undefined ? undefined : draft.named
    ? { body_text_named_params: draft.samples.map((one) => ({ param_name: one[0], example: one[1] })) }
    : { body_text: [draft.samples] };
  components.push({ type: 'BODY', text: body, ...draft.extra, ...(example === undefined ? {} : { example }) });
  if (draft.footer) components.push({ type: 'FOOTER', text: draft.footer });
  if (draft.buttons) components.push({ type: 'BUTTONS', buttons: structuredClone(draft.buttons) });
  return components;
}

/** A fresh copy, useful templates first. Ids are strings; the last one is beyond 2^53, as real ones can be. */
export function createTemplateCatalogue(): Template[] {
  const templates: Template[] = [];
  for (const draft of [...USEFUL, ...weeklyOffers()]) {
    for (const [language, body] of Object.entries(draft.bodies)) {
      templates.push({
        id: String(1_400_000_000_000_000 + templates.length * 7919),
        name: draft.name,
        language,
        status: draft.status ?? 'APPROVED',
        category: draft.category ?? 'UTILITY',
        parameter_format: draft.named ? 'NAMED' : 'POSITIONAL',
        components: componentsOf(draft, body),
        quality_score: { score: draft.status === 'PAUSED' ? 'RED' : draft.status === undefined ? 'GREEN' : 'UNKNOWN' },
        rejected_reason: draft.reason ?? 'NONE',
      });
    }
  }
  templates.at(-1)!.id = '18014398509481985';
  return templates;
}
