import path from 'node:path';
import { dataDirectory, keys } from '../src/keys';

export default () => ({
  'users-permissions': { config: { jwtSecret: keys().jwtSecret } },
  whatsapp: { enabled: process.env.WHATSAPP_DISABLED ? false : true, config: { mediaDirectory: path.join(dataDirectory(), 'media') } },
});
