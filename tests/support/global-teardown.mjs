export default async () => {
  await globalThis.whatsappPostgres?.stop();
};
