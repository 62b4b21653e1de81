import type { Core } from '@strapi/types';
import { hostRecordTypes, ownFieldsOf, populateOf, valueAt } from '../../server/src/platform/host-records';

const REPAIRS = 'api::repair.repair';

const contentTypes = {
  [REPAIRS]: {
    kind: 'collectionType',
    attributes: {
      number: { type: 'string' },
      notes: { type: 'json' },
      report: { type: 'media' },
      customer: { type: 'relation', relation: 'manyToOne', target: 'api::customer.customer' },
      parts: { type: 'relation', relation: 'oneToMany', target: 'api::customer.customer' },
      address: { type: 'component', component: 'shared.address' },
      rows: { type: 'component', component: 'shared.address', repeatable: true },
    },
  },
  'api::customer.customer': { kind: 'collectionType', attributes: { name: { type: 'string' }, phone: { type: 'string' }, contract: { type: 'media' } } },
  'api::home.home': { kind: 'singleType', attributes: { number: { type: 'string' } } },
};
const right = { label: 'Repair', number: 'number', phone: 'customer.phone', name: 'customer.name' };

const strapiWith = (records: object) => {
  const errors: string[] = [];
  const strapi = { contentTypes, components: { 'shared.address': { attributes: { phone: { type: 'string' } } } }, config: { get: () => records }, log: { error: (message: string) => errors.push(message) } };
  return { strapi: strapi as unknown as Core.Strapi, errors };
};

describe('records of the host’s own', () => {
  it.each<[string, string, object, RegExp | null]>([
    ['fields behind a relation', REPAIRS, right, null],
    ['a field of a component', REPAIRS, { ...right, phone: 'address.phone' }, null],
    ['a file behind a relation', REPAIRS, { ...right, pdf: 'customer.contract' }, null],
    ['what every type has', REPAIRS, { ...right, number: 'documentId' }, null],
    ['no such type', 'api::gone.gone', right, /no such collection type/],
    ['a single type', 'api::home.home', right, /no collection type/],
    ['a field that is not there', REPAIRS, { ...right, phone: 'telephone' }, /no field "telephone"/],
    ['a field of the relation that is not there', REPAIRS, { ...right, phone: 'customer.mobile' }, /no field "customer\.mobile"/],
    ['a way through a plain field', REPAIRS, { ...right, phone: 'number.x' }, /nothing below "number"/],
    ['one of many', REPAIRS, { ...right, phone: 'parts.phone' }, /many of "parts"/],
    ['a repeatable component', REPAIRS, { ...right, phone: 'rows.phone' }, /many of "rows"/],
    ['a relation for a value', REPAIRS, { ...right, name: 'customer' }, /no plain value in "customer"/],
    ['a text for a file', REPAIRS, { ...right, pdf: 'number' }, /no file in "number"/],
    ['a variable that is no value', REPAIRS, { ...right, variables: { notes: { field: 'notes', label: 'Notes' } } }, /no plain value in "notes"/],
    ['a name of every object', REPAIRS, { ...right, phone: 'constructor' }, /no field "constructor"/],
  ])('%s', (_, uid, type, problem) => {
    const { strapi, errors } = strapiWith({ [uid]: type });
    expect(hostRecordTypes(strapi).has(uid)).toBe(problem === null);
    // Asked again: said once.
    hostRecordTypes(strapi);
    expect(errors.length).toBe(problem === null ? 0 : 1);
    if (problem) expect(errors[0]).toMatch(problem);
  });

  it('leave out the wrong one and keep the others', () => {
    const { strapi } = strapiWith({ 'api::gone.gone': right, [REPAIRS]: right });
    expect([...hostRecordTypes(strapi).keys()]).toEqual([REPAIRS]);
  });

  it('are read with what their fields lie behind, and nothing more', () => {
    const type = { ...right, uid: REPAIRS, pdf: 'customer.contract', variables: { street: { field: 'address.phone', label: 'x' } } };
    expect(populateOf(type)).toEqual({ customer: { populate: { contract: true } }, address: true });
    expect(valueAt({ customer: { phone: '1' } }, 'customer.phone')).toBe('1');
    expect(valueAt({ customer: null }, 'customer.phone')).toBeNull();
    expect(valueAt({}, 'constructor')).toBeNull();
  });

  it('offer their variables to templates, each name once', () => {
    const { strapi } = strapiWith({ [REPAIRS]: { ...right, variables: { device: { field: 'number', label: 'Device' } } } });
    expect(ownFieldsOf(strapi)).toEqual([{ path: 'own.device', label: 'Device', type: 'Repair' }]);
  });
});
