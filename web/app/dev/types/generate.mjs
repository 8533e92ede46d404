// Writes src/api/schema.ts from openapi.json. `npm run types:fetch` first reads openapi.json from the running server
// (ONELEAD_SERVER, http://127.0.0.1:5080 by default).
import { readFile, writeFile } from 'node:fs/promises';
import openapiTS, { astToString } from 'openapi-typescript';

const documentFile = new URL('../../openapi.json', import.meta.url);
const schemaFile = new URL('../../src/api/schema.ts', import.meta.url);

if (process.argv.includes('--fetch')) {
  const server = process.env.ONELEAD_SERVER ?? 'http://127.0.0.1:5080';
  const response = await fetch(`${server}/openapi/v1.json`);
  if (!response.ok) throw new Error(`${server}/openapi/v1.json answered ${response.status}`);
  const fetched = await response.json();
  // The address of the server that happened to answer is not part of the API.
  delete fetched.servers;
  await writeFile(documentFile, `${JSON.stringify(fetched, null, 2)}\n`);
}

/** The server reads numbers from strings as well but never writes them so: in an answer a number is a number. */
function withPlainNumbers(node) {
  if (Array.isArray(node)) return node.map(withPlainNumbers);
  if (node === null || typeof node !== 'object') return node;
  const copy = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, withPlainNumbers(value)]));
  if (Array.isArray(copy.type) && copy.type.some((t) => t === 'integer' || t === 'number')) {
    copy.type = copy.type.filter((t) => t !== 'string');
    delete copy.pattern;
  }
  return copy;
}

const document = JSON.parse(await readFile(documentFile, 'utf8'));
const types = await openapiTS(withPlainNumbers(document));
await writeFile(schemaFile, `// Generated from openapi.json by \`npm run types\`. Do not edit.\n${astToString(types)}`);
