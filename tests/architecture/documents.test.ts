import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { PERMISSIONS } from '../../plugin/permissions';
import { isCode } from '../../plugin/contracts/codes';
import { config } from '../../server/src/config';
import { features } from '../../server/src/compose';
import { contentApiRoutes } from '../../server/src/routes';

/** What the documents promise is so: a README that has fallen behind is worse than none. */
const ROOT = path.join(__dirname, '..', '..');
const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8');
const readme = read('README.md');
const manifest = JSON.parse(read('package.json')) as { scripts: Record<string, string>; exports: Record<string, unknown>; name: string };

/** The first column of the table below a heading. */
const firstColumn = (heading: string): string[] => {
  const [, below = ''] = readme.split(new RegExp(`^#+ ${heading}$`, 'm'));
  const [section = ''] = below.split(/^#+ /m);
  return [...section.matchAll(/^\| `([^`]+)`/gm)].map(([, name]) => name ?? '');
};

describe('the README', () => {
  it('lists every permission, and none that is not', () => {
    expect(firstColumn('Who may do what').sort()).toEqual(PERMISSIONS.map(({ action }) => action as string).sort());
  });

  it('lists every option, and none that is refused', () => {
    const given: Record<string, unknown> = { mediaDirectory: 'files', media: { store: { kind: 's3', endpoint: 'https://s3.example.com', region: 'eu-central-1', bucket: 'files', accessKeyId: 'a', secretAccessKey: 'b' } }, transcription: { url: 'https://api.example.com/v1' }, enabled: true, 'jobs.engine': 'embedded', consentWords: { stop: ['halt'] }, providers: [], logs: { keepDays: 30 }, documents: { localPdf: { orders: true, invoices: false } }, records: { 'api::repair.repair': { label: 'Repair', number: 'number', phone: 'phone', name: 'name' } } };
    const options = firstColumn('Options');
    expect(options.sort()).toEqual(Object.keys(given).sort());
    const tree = Object.fromEntries(Object.entries(given).map(([name, value]) => (name === 'jobs.engine' ? ['jobs', { engine: value }] : [name, value])));
    expect(() => config.validator(tree)).not.toThrow();
    expect(() => config.validator({ ...tree, unheardOf: 1 })).toThrow(/unheardOf|unrecognized/i);
  });

  it('shows every call of the API', () => {
    const hidden = contentApiRoutes(features).filter(({ path: address }) => !readme.includes(address.replace('/messages/:id', '/messages/:id')));
    expect(hidden).toEqual([]);
  });

  it('names codes that exist', () => {
    const records = ['message', 'template', 'document', 'recipient', 'account', 'media'];
    const codes = [...readme.matchAll(/`([a-z]+\.[a-z_]+)`/g)].map(([, code]) => code ?? '').filter((code) => records.includes(code.split('.')[0] ?? '') && code.includes('_'));
    expect(codes.length).toBeGreaterThan(4);
    expect(codes.filter((code) => !isCode(code))).toEqual([]);
  });

  it('says what the product is not', () => {
    expect(readme).toMatch(/not affiliated with[^.]*Meta, WhatsApp, Odoo/);
  });
});

describe.each(['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'server/src/providers/README.md', 'plugin/README.md'])('%s', (file) => {
  const text = read(file);

  it('leads nowhere that is not there', () => {
    const links = [...text.matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map(([, link]) => link ?? '');
    expect(links.filter((link) => !existsSync(path.join(ROOT, path.dirname(file), link)))).toEqual([]);
  });

  it('leads to headings of its own', () => {
    const anchors = [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading]) => (heading ?? '').toLowerCase().replace(/[^\w\- ]/g, '').replace(/ /g, '-'));
    expect([...text.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor]) => anchor ?? '').filter((anchor) => !anchors.includes(anchor))).toEqual([]);
  });

  it('calls commands that exist', () => {
    const scripts = [...text.matchAll(/\bnpm run ([\w:-]+)/g)].map(([, script]) => script ?? '');
    expect(scripts.filter((script) => !(script in manifest.scripts))).toEqual([]);
  });

  it('imports what is exported', () => {
    const entries = [...text.matchAll(new RegExp(`'${manifest.name}(/[\\w-]+)'`, 'g'))].map(([, entry]) => `.${entry ?? ''}`);
    expect(entries.filter((entry) => !(entry in manifest.exports))).toEqual([]);
  });
});
