import type { Core } from '@strapi/types';
import type { Context } from 'koa';
import type { PartnerContactView } from '../../../../plugin/contracts/contacts';
import { Table } from '../../platform/database';
import { parseInput } from '../../platform/input';
import { adminIdOf, mayAdmin } from '../../platform/permissions';
import type { CompanyRow, ContactRow, PartnerRow } from '../../platform/records';
import { missing } from '../../platform/request-errors';
import { contentTypeUid } from '../../platform/schema';
import { getService } from '../../platform/services';
import type { Sight } from '../../platform/services';
import { narrowToCompanies, seesCompany } from '../../platform/sight';
import { createContactDetail } from './contact-detail';
import { createContactDirectory } from './contact-directory';
import { createContactDuplicates } from './contact-duplicates';
import { createContactEdit } from './contact-edit';
import { createContactScreens } from './contact-screens';
import { createMergeByHand } from './merge-by-hand';
import { createContactBody, directoryQuery, mergeBody, updateContactBody } from './directory.validation';

const MOST_COMPANIES = 1_000;

/** The directory of contacts: everyone we know, each by themselves, and two that are one. */
export const createDirectoryController = (strapi: Core.Strapi) => {
  const directory = createContactDirectory(strapi);
  const detail = createContactDetail(strapi);
  const duplicates = createContactDuplicates(strapi);
  const edit = createContactEdit(strapi);
  const byHand = createMergeByHand(strapi);
  const screens = createContactScreens(strapi);
  const companies = new Table<CompanyRow>(strapi, contentTypeUid('company'));

  const sightOf = (ctx: Context): Promise<Sight> => getService(strapi, 'access').sightOf(adminIdOf(ctx));
  const record = (ctx: Context, operation: string, contact: ContactRow, details: Record<string, unknown> = {}) =>
    getService(strapi, 'logs').record({ operation, success: true, user: adminIdOf(ctx), subjectType: 'contact', subject: contact.documentId, details });

  /** One that may be seen; one that became part of another is that other. */
  const contactOf = async (documentId: string, sight: Sight): Promise<ContactRow> => {
    const found = await getService(strapi, 'contacts').findByDocumentId(documentId);
    const [seen] = found ? await screens.seenOf([found], sight) : [];
    if (!seen) throw missing('contact.missing');
    return seen;
  };

  const partnerOf = async (documentId: string, sight: Sight): Promise<PartnerRow> => {
    const [partner] = (await screens.findPartners([documentId], sight)).filter(({ deletedAt }) => deletedAt === null);
    if (!partner) throw missing('record.not_found');
    return partner;
  };

  const show = async (ctx: Context, contact: ContactRow, sight: Sight) => ({ data: await detail.get(contact, sight, { withMessages: mayAdmin(ctx as never, 'messages.read') }) });

  const partnerView = async (partner: PartnerRow, sight: Sight): Promise<PartnerContactView> => {
    const [row] = await screens.presentPartners([partner], sight);
    const linked = partner.contact === null ? null : partner.contactLink === 'hand' ? 'hand' : 'number';
    return { contact: row?.contact ?? null, link: row?.contact ? linked : null, phone: row?.phone ?? null, problem: row?.problem ?? null };
  };

  const pairOf = async (body: { kept: string; merged: string }, sight: Sight): Promise<[ContactRow, ContactRow]> => [await contactOf(body.kept, sight), await contactOf(body.merged, sight)];

  return {
    async list(ctx: Context) {
      const { company, after, limit, ...filter } = parseInput(directoryQuery, ctx.query);
      const sight = await sightOf(ctx);
      const chosen = company === undefined ? null : await companies.findOne({ documentId: company });
      if (company !== undefined && (!chosen || !seesCompany(sight, chosen.id))) throw missing('company.missing');
      const { views, nextCursor } = await directory.list({ ...filter, ...(chosen ? { company: chosen.id } : {}) }, { after, limit }, sight);
      return { data: views, meta: { nextCursor } };
    },

    /** What the list can be narrowed to. */
    async options(ctx: Context) {
      const sight = await sightOf(ctx);
      const query = companies.query().whereNull(companies.column('deletedAt'));
      narrowToCompanies(query, 'id', sight.companies);
      const rows = companies.fromRows(await query.orderBy('name').orderBy('id').limit(MOST_COMPANIES));
      return { data: { companies: rows.map(({ documentId, name }) => ({ id: documentId, name })) } };
    },

    async get(ctx: Context) {
      const sight = await sightOf(ctx);
      return show(ctx, await contactOf(String(ctx.params.id), sight), sight);
    },

    async create(ctx: Context) {
      const body = parseInput(createContactBody, ctx.request.body);
      const sight = await sightOf(ctx);
      const contact = await edit.create(body, sight);
      record(ctx, 'contact.create', contact);
      ctx.status = 201;
      return show(ctx, await contactOf(contact.documentId, sight), sight);
    },

    async update(ctx: Context) {
      const body = parseInput(updateContactBody, ctx.request.body);
      const sight = await sightOf(ctx);
      const contact = await contactOf(String(ctx.params.id), sight);
      await edit.update(contact, body, sight);
      record(ctx, 'contact.update', contact, { fields: Object.keys(body) });
      return show(ctx, await contactOf(contact.documentId, sight), sight);
    },

    async link(ctx: Context) {
      const sight = await sightOf(ctx);
      const [contact, partner] = [await contactOf(String(ctx.params.id), sight), await partnerOf(String(ctx.params.partner), sight)];
      await edit.link(contact, partner);
      record(ctx, 'contact.link', contact, { partner: partner.documentId });
      return show(ctx, await contactOf(contact.documentId, sight), sight);
    },

    async unlink(ctx: Context) {
      const sight = await sightOf(ctx);
      const [contact, partner] = [await contactOf(String(ctx.params.id), sight), await partnerOf(String(ctx.params.partner), sight)];
      await edit.unlink(contact, partner);
      record(ctx, 'contact.unlink', contact, { partner: partner.documentId });
      return show(ctx, await contactOf(contact.documentId, sight), sight);
    },

    async partnerContact(ctx: Context) {
      const sight = await sightOf(ctx);
      return { data: await partnerView(await partnerOf(String(ctx.params.id), sight), sight) };
    },

    async makePartnerContact(ctx: Context) {
      const sight = await sightOf(ctx);
      const partner = await partnerOf(String(ctx.params.id), sight);
      const contact = await edit.ofPartner(partner, sight);
      record(ctx, 'contact.link', contact, { partner: partner.documentId });
      return { data: await partnerView(await partnerOf(partner.documentId, sight), sight) };
    },

    async listDuplicates(ctx: Context) {
      const { views, more } = await duplicates.list(await sightOf(ctx));
      return { data: views, meta: { more } };
    },

    async previewMerge(ctx: Context) {
      const sight = await sightOf(ctx);
      const [kept, merged] = await pairOf(parseInput(mergeBody, ctx.query), sight);
      return { data: await byHand.preview(kept, merged, sight) };
    },

    async merge(ctx: Context) {
      const sight = await sightOf(ctx);
      const [kept, merged] = await pairOf(parseInput(mergeBody, ctx.request.body), sight);
      await byHand.merge(kept, merged, adminIdOf(ctx));
      return show(ctx, await contactOf(kept.documentId, sight), sight);
    },
  };
};
