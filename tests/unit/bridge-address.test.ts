import { isForbiddenHost, parseErpAddress } from '../../bridge/src';
import { getErpAddress } from '../../bridge/src/odoo/address';

describe("an ERP's address as people type it", () => {
  it.each([
    ['https://erp.example.com', 'https://erp.example.com', ''],
    ['  https://erp.example.com/  ', 'https://erp.example.com', ''],
    ['erp.example.com', 'https://erp.example.com', ''],
    ['http://localhost:1339/', 'http://localhost:1339', ''],
    ['http://10.0.0.5:8069', 'http://10.0.0.5:8069', ''],
    ['https://erp.example.com/web/login?redirect=x', 'https://erp.example.com', ''],
    ['https://erp.example.com/odoo/action-123#menu', 'https://erp.example.com', ''],
    ['https://erp.example.com/jsonrpc', 'https://erp.example.com', ''],
    ['https://example.com/erp/web', 'https://example.com', '/erp'],
    ['https://example.com/erp/', 'https://example.com', '/erp'],
  ])('%s', (typed, origin, prefix) => expect(parseErpAddress(typed)).toEqual({ origin, prefix }));

  it.each(['', 'not an address', 'ftp://erp.example.com', 'javascript:alert(1)', 'https://', 'https://user:secret@erp.example.com', 'file:///etc/passwd'])('refuses %j', (typed) => {
    expect(parseErpAddress(typed)).toBeNull();
    expect(() => getErpAddress(typed)).toThrow(expect.objectContaining({ kind: 'bad_address', code: 'erp.bad_address' }));
  });
});

describe('addresses that are never called', () => {
  it.each([
    'http://169.254.169.254/',
    'http://169.254.1.1/',
    'http://2852039166/',
    'http://0xa9fea9fe/',
    'http://[fe80::1]/',
    'http://[::ffff:169.254.169.254]/',
    'http://[::169.254.169.254]/',
    'http://[fd00:ec2::254]/',
    'http://[64:ff9b::a9fe:a9fe]/',
    'http://100.100.100.200/',
  ])('%s', (typed) => expect(() => getErpAddress(typed)).toThrow(expect.objectContaining({ kind: 'address_refused' })));

  it.each(['127.0.0.1', '10.1.2.3', '192.168.0.10', '172.16.0.1', '[::1]', '[fd12:3456::1]', 'erp.example.com', '8.8.8.8', '[::ffff:10.0.0.1]'])('but private networks are an administrator’s right: %s', (host) => expect(isForbiddenHost(host)).toBe(false));
});
