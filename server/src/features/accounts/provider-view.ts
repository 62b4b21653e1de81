import type { ProviderView } from '../../../../plugin/contracts/accounts';
import type { Provider } from '../../providers/provider';

/** Every optional part of the port, in the order screens show it. A missing one is the missing capability. */
const PORTS = ['templates', 'media', 'markRead', 'typing'] as const satisfies readonly (keyof Provider)[];

/** What a provider can do and asks for, read from the port itself: nothing here is a list of vendors. */
export const presentProvider = (provider: Provider): ProviderView => {
  const ports = PORTS.map((name) => ({ name, present: provider[name] !== undefined }));
  const { limits } = provider;
  return {
    id: provider.id,
    label: provider.label,
    settings: provider.settings.map(({ name, label, type, required, secret, default: preset, help, guardsSecrets, pattern }) => ({
      name,
      label,
      type,
      required: required ?? false,
      secret: secret ?? false,
      guardsSecrets: guardsSecrets ?? false,
      ...(preset === undefined ? {} : { default: preset }),
      ...(help === undefined ? {} : { help }),
      ...(pattern === undefined ? {} : { pattern }),
    })),
    capabilities: ports.filter(({ present }) => present).map(({ name }) => name),
    ports,
    serviceWindow: limits.serviceWindow,
    limits: {
      messagesPerSecond: limits.messagesPerSecond,
      text: limits.text,
      caption: limits.caption,
      media: Object.fromEntries(Object.entries(limits.media).map(([kind, { maxBytes }]) => [kind, maxBytes])),
      portfolioBudget: limits.portfolioBudget ?? null,
    },
    webhookFields: (provider.webhook.fields ?? []).map(({ name, required }) => ({ name, required })),
  };
};
