// What Strapi loads, seen from a host.
import server from 'strapi-plugin-whatsapp/strapi-server';
import admin from 'strapi-plugin-whatsapp/strapi-admin';
import type { IsAny, No } from './is-any';

export const precise: [No<IsAny<typeof server>>, No<IsAny<typeof admin>>] = [false, false];

export const register: typeof server.register = server.register;
export const bootstrap: typeof admin.register = admin.register;
