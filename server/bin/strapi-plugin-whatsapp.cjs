#!/usr/bin/env node
// Only the way in: what it does is server/src/command.ts.
require('../../dist/command/index.js')
  .run(process.argv.slice(2))
  .then((code) => process.exit(code))
  .catch((error) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  });
