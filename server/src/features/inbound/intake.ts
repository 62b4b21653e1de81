import type { Core } from '@strapi/types';
import { createGroupCommit } from './group-commit';
import type { GroupCommit } from './group-commit';
import { createInboundRepository } from './inbound.repository';
import type { NewWebhookEvent } from './inbound.repository';

type Intake = GroupCommit<NewWebhookEvent> & {
  /** Called after each commit. */
  onStored(listener: () => void): void;
};

const intakes = new WeakMap<Core.Strapi, Intake>();

/** The one queue in front of the events' table, shared by the door and the worker. */
export const intakeOf = (strapi: Core.Strapi): Intake => {
  const known = intakes.get(strapi);
  if (known) return known;
  const repository = createInboundRepository(strapi);
  let listener: () => void = () => undefined;
  const commit = createGroupCommit<NewWebhookEvent>(
    async (rows) => {
      await repository.insert(rows);
      listener();
    },
    ({ body }) => body.length,
  );
  const intake: Intake = {
    ...commit,
    onStored(next) {
      listener = next;
    },
  };
  intakes.set(strapi, intake);
  return intake;
};
