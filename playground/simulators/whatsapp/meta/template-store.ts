import { createTemplateCatalogue, type Template } from './template-catalogue';

export interface TemplateStore {
  of(businessAccountId: string): Template[];
  find(businessAccountId: string, name: string, language: string): Template | null;
  hasName(businessAccountId: string, name: string): boolean;
  findById(id: string): { businessAccountId: string; template: Template } | null;
  replace(businessAccountId: string, templates: Template[]): void;
  reset(businessAccountId: string | null): void;
}

export function createTemplateStore(): TemplateStore {
  const shelves = new Map<string, { list: Template[]; byKey: Map<string, Template>; names: Set<string> }>();
  const put = (businessAccountId: string, list: Template[]) => {
    const shelf = { list, byKey: new Map(list.map((one) => [`${one.name} ${one.language}`, one])), names: new Set(list.map((one) => one.name)) };
    shelves.set(businessAccountId, shelf);
    return shelf;
  };
  const shelfOf = (businessAccountId: string) => shelves.get(businessAccountId) ?? put(businessAccountId, createTemplateCatalogue());
  return {
    of: (id) => shelfOf(id).list,
    find: (id, name, language) => shelfOf(id).byKey.get(`${name} ${language}`) ?? null,
    hasName: (id, name) => shelfOf(id).names.has(name),
    findById(id) {
      for (const [businessAccountId, shelf] of shelves) {
        const template = shelf.list.find((one) => one.id === id);
        if (template) return { businessAccountId, template };
      }
      return null;
    },
    replace: (id, templates) => void put(id, templates),
    reset(id) {
      if (id === null) shelves.clear();
      else shelves.delete(id);
    },
  };
}
