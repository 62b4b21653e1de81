import { createErpSimulator, type ErpVersion } from './index';

const versionOf = (value: string | undefined): ErpVersion => {
  const version = Number(value ?? 19);
  if (version === 17 || version === 18 || version === 19) return version;
  throw new Error(`SIM_ERP_VERSION is 17, 18 or 19, not ${value}`);
};

const portOf = (value: string | undefined): number => {
  const port = Number(value ?? 1339);
  if (Number.isInteger(port) && port >= 0 && port < 65_536) return port;
  throw new Error(`SIM_ERP_PORT is a port number, not ${value}`);
};

const main = async (): Promise<void> => {
  const version = versionOf(process.env.SIM_ERP_VERSION);
  const simulator = await createErpSimulator({ port: portOf(process.env.SIM_ERP_PORT), host: process.env.HOST || '127.0.0.1', version });
  console.log(`Simulated ERP (Odoo ${version}) on ${simulator.url}/`);
  process.send?.({ ready: true, url: simulator.url });
  const stop = () => {
    void simulator.close().then(() => process.exit(0));
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  // The parent that forked this process is gone without a signal: nobody is left to stop it.
  if (process.send) process.once('disconnect', stop);
};

main().catch((error: unknown) => {
  console.error(`The simulated ERP did not start: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
});
