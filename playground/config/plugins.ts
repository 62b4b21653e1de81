import path from 'node:path';
import { dataDirectory, keys } from '../src/keys';

/** A provider of the host's own, for tests: a file that exports `providers`. */
const ownProviders = (): object[] => {
  const file = process.env.PLAYGROUND_PROVIDERS;
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- named by the environment
  return file ? (require(path.resolve(file)) as { providers: object[] }).providers : [];
};

export default () => ({
  'users-permissions': { config: { jwtSecret: keys().jwtSecret } },
  whatsapp: { enabled: process.env.WHATSAPP_DISABLED ? false : true, config: { mediaDirectory: path.join(dataDirectory(), 'media'), providers: ownProviders() } },
});
