import path from 'node:path';
import { dataDirectory, keys } from '../src/keys';

/** A provider of the host's own, for tests: a file that exports `providers`. */
const ownProviders = (): object[] => {
  const file = process.env.PLAYGROUND_PROVIDERS;
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- named by the environment
  return file ? (require(path.resolve(file)) as { providers: object[] }).providers : [];
};

/** More options, for tests: JSON. */
const furtherOptions = (): object => JSON.parse(process.env.PLAYGROUND_OPTIONS ?? '{}') as object;

/** Messages are sent from repair orders too, with the report that is attached to them. */
const records = {
  'api::repair-order.repair-order': {
    label: 'Repair order',
    number: 'number',
    phone: 'customerPhone',
    name: 'customerName',
    language: 'customerLanguage',
    company: 'company',
    pdf: 'report',
    country: 'ES',
    template: 'order_confirmation_document',
    variables: { device: { field: 'device', label: 'Device' }, readyOn: { field: 'readyOn', label: 'Ready on' } },
  },
};

export default () => ({
  'users-permissions': { config: { jwtSecret: keys().jwtSecret } },
  whatsapp: { enabled: process.env.WHATSAPP_DISABLED ? false : true, config: { mediaDirectory: path.join(dataDirectory(), 'media'), providers: ownProviders(), records, ...furtherOptions() } },
});
