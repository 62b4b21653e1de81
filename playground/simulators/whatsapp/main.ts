import { createWhatsappSimulator, type AccountInput, type SeedCustomer } from './index';

/**
 * The process of the simulated WhatsApp. Environment: SIM_WHATSAPP_PORT (1338), HOST (127.0.0.1),
 * SIM_WHATSAPP_ACCOUNTS and SIM_WHATSAPP_CUSTOMERS (JSON lists), SIM_ALLOWED_HOSTS (comma separated).
 */
async function main(): Promise<void> {
  const { env } = process;
  const simulator = await createWhatsappSimulator({
    port: env.SIM_WHATSAPP_PORT ? Number(env.SIM_WHATSAPP_PORT) : 1338,
    host: env.HOST || '127.0.0.1',
    allowedHosts: (env.SIM_ALLOWED_HOSTS ?? '').split(',').filter((name) => name !== ''),
    accounts: listFrom<AccountInput>('SIM_WHATSAPP_ACCOUNTS', env.SIM_WHATSAPP_ACCOUNTS),
    customers: listFrom<SeedCustomer>('SIM_WHATSAPP_CUSTOMERS', env.SIM_WHATSAPP_CUSTOMERS),
  });
  console.log(`WhatsApp simulator: the phone is at ${simulator.url}/`);
  process.send?.({ ready: true, url: simulator.url });
  let isEnding = false;
  const end = (): void => {
    if (isEnding) return;
    isEnding = true;
    simulator.close().then(() => process.exit(0), () => process.exit(1));
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
  // A parent that died can't send a signal: its closed channel says so.
  process.on('disconnect', end);
}

/** Never repeats the value: it holds tokens. */
function listFrom<T>(name: string, text: string | undefined): T[] {
  if (!text) return [];
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Error(`${name} must be JSON`);
  }
  if (!Array.isArray(value)) throw new Error(`${name} must be a list`);
  return value as T[];
}

main().catch((error: unknown) => {
  console.error(`WhatsApp simulator: ${error instanceof Error ? error.message : 'could not start'}`);
  process.exit(1);
});
