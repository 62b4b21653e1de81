import { keys } from '../src/keys';

export default ({ env }: { env: (name: string, fallback?: string) => string }) => ({
  host: env('HOST', '127.0.0.1'),
  port: Number(env('PORT', '1337')),
  url: env('PUBLIC_URL', `http://localhost:${env('PORT', '1337')}`),
  app: { keys: keys().appKeys },
  logger: { updates: { enabled: false }, startup: { enabled: false } },
});
