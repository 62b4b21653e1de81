// The child's half of a conversation: `{id, call, args}` comes, `{id, result}` or `{id, error}` goes.
// Children are plain JavaScript: a TypeScript loader in the measured process would be measured too.

/** Seconds of processor this process has used: steadier than a rate where the machine is shared. */
const cpuSeconds = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

/** Answers the bench's calls, and ends when it asks for it or is gone. */
export const serve = (calls, stop = async () => undefined) => {
  let stopping = false;
  const end = async () => {
    if (stopping) return;
    stopping = true;
    await stop().catch((error) => process.stderr.write(`${String(error)}\n`));
    process.exit(0);
  };
  process.on('message', (message) => {
    const { id, call, args } = message;
    const run = call === 'cpuSeconds' ? cpuSeconds : calls[call];
    const answer = (body) => process.connected && process.send({ id, ...body });
    if (!run) return answer({ error: `there is no call ${call}` });
    return Promise.resolve()
      .then(() => run(args))
      .then((result) => answer({ result }))
      .catch((error) => answer({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) }));
  });
  // Strapi leaves handlers of its own, which end the process before what is under way is settled.
  process.removeAllListeners('SIGTERM');
  process.removeAllListeners('SIGINT');
  process.on('SIGTERM', () => void end());
  // Ctrl+C reaches the whole group: the bench stops its children itself, in order.
  process.on('SIGINT', () => undefined);
  process.on('disconnect', () => void end());
};

export const ready = (facts = {}) => process.send({ ready: true, ...facts });
