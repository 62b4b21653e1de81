import type { Browser } from 'playwright-core';
import type { Playground } from './playground';
import { createVisitor } from './visitor';
import type { Visitor } from './visitor';

export interface Employee {
  visitor: Visitor;
  userId: number;
  role: number;
}

/** Somebody of a role of their own that holds these actions of ours, signed in in a browser of their own. */
export const employ = async (browser: Browser, playground: Playground, admin: Visitor, name: string, actions: string[]): Promise<Employee> => {
  const role = (await admin.ask<{ id: number }>('POST', '/admin/roles', { name, description: '' })).data.id;
  const permissions = actions.map((action) => ({ action: `plugin::whatsapp.${action}`, subject: null, conditions: [], properties: {} }));
  expect((await admin.ask('PUT', `/admin/roles/${role}/permissions`, { permissions })).status).toBe(200);
  const email = `${name}@example.com`;
  const made = await admin.ask<{ id: number; registrationToken: string }>('POST', '/admin/users', { email, firstname: name, lastname: 'Example', roles: [role] });
  const password = 'Employed-2026';
  const registered = await admin.ask('POST', '/admin/register', { registrationToken: made.data.registrationToken, userInfo: { firstname: name, lastname: 'Example', password } });
  expect(registered.status).toBe(200);
  const visitor = await createVisitor(browser, playground);
  await visitor.signIn(email, password);
  return { visitor, userId: made.data.id, role };
};
