/** The parts of a template as WhatsApp keeps them, in our words. */
export type TemplateComponent =
  | { type: 'header'; format: 'text' | 'image' | 'video' | 'document' | 'location'; text?: string; example?: string[] }
  | { type: 'body'; text: string; example?: string[] }
  | { type: 'footer'; text: string }
  | { type: 'buttons'; buttons: TemplateButton[] }
  /** Parts of later stages (carousel, offer, …): kept, and the template is not sendable by us. */
  | { type: 'other'; vendorType: string };

export type TemplateButton =
  | { type: 'quick_reply'; text: string }
  | { type: 'url'; text: string; url: string; example?: string[] }
  | { type: 'phone'; text: string; phone: string }
  | { type: 'copy_code'; text: string; example?: string }
  | { type: 'otp'; text: string; otpType?: string }
  | { type: 'other'; vendorType: string; text?: string };
