import type { ErpVersion } from './types';

/**
 * An error as the ERP reports it: `name` is the Python class path clients branch on.
 * Every envelope (JSON-RPC now, XML-RPC and JSON-2 later) renders this one shape.
 */
export class ErpFault extends Error {
  readonly pythonClass: string;

  constructor(pythonClass: string, message: string) {
    super(message);
    this.pythonClass = pythonClass;
  }
}

export const accessDenied = () => new ErpFault('odoo.exceptions.AccessDenied', 'Access Denied');
export const accessError = (message: string) => new ErpFault('odoo.exceptions.AccessError', message);
export const userError = (message: string) => new ErpFault('odoo.exceptions.UserError', message);
export const validationError = (message: string) => new ErpFault('odoo.exceptions.ValidationError', message);
export const valueError = (message: string) => new ErpFault('builtins.ValueError', message);
export const typeError = (message: string) => new ErpFault('builtins.TypeError', message);
export const attributeError = (message: string) => new ErpFault('builtins.AttributeError', message);

export const missingRecord = (model: string, ids: readonly number[], uid: number) =>
  new ErpFault(
    'odoo.exceptions.MissingError',
    `Record does not exist or has been deleted.\n(Record: ${model}(${ids.join(', ')}${ids.length === 1 ? ',' : ''}), User: ${uid})`,
  );

export const missingModel = (model: string) => userError(`Object ${model} doesn't exist`);

/** The text of 19 is recorded; 17 and 18 say the same in the words of their source (`… on model …`). */
export const invalidField = (version: ErpVersion, model: string, field: string) =>
  valueError(version === 19 ? `Invalid field '${field}' on '${model}'` : `Invalid field '${field}' on model '${model}'`);

export const unknownDatabase = (database: string, port: number) =>
  new ErpFault(
    'psycopg2.OperationalError',
    `connection to server at "127.0.0.1", port ${port} failed: FATAL:  database "${database}" does not exist\n`,
  );
