// Node's pg and postgres on a server: rows, types, values, a cursor's parts, a write, an error.
// node postgres-node.mjs FOLDER URL, where FOLDER has node_modules.
import { createRequire } from 'node:module';
import assert from 'node:assert/strict';

const [folder, url] = process.argv.slice(2);
const require = createRequire(`${folder}/`);

const { Client } = require('pg');
const client = new Client({ connectionString: url });
await client.connect();
const counted = await client.query('SELECT count(*) AS n FROM products');
const count = Number(counted.rows[0].n);
assert.ok(count > 10);
const one = await client.query('SELECT id, name, price, is_visible, date_created FROM products WHERE id = $1', [108]);
assert.equal(one.rows[0].id, '108');
assert.equal(typeof one.rows[0].is_visible, 'boolean');
assert.ok(one.rows[0].date_created instanceof Date);
assert.match(one.rows[0].price, /^\d+\.\d{4}$/);
const written = await client.query("UPDATE brands SET page_title = $1 WHERE id = $2", ['from node', 1]);
assert.equal(written.rowCount, 1);
await assert.rejects(client.query('SELECT nope FROM products'), { code: '42703' });
assert.equal((await client.query('SELECT 1 AS one')).rows[0].one, '1');
await client.end();

const postgres = require('postgres');
const sql = postgres(url, { max: 4, fetch_types: false });
const rows = await sql`SELECT id, name FROM products WHERE id = ${108}`;
assert.equal(rows[0].id, '108');
let seen = 0;
await sql`SELECT id FROM products ORDER BY id`.cursor(10, (part) => { seen += part.length; });
assert.equal(seen, count);
const titles = await sql`SELECT page_title FROM brands WHERE id = 1`;
assert.equal(titles[0].page_title, 'from node');
const side = await Promise.all([1, 2, 3, 4].map((number) => sql`SELECT ${number}::bigint AS n`));
assert.deepEqual(side.map((answer) => Number(answer[0].n)), [1, 2, 3, 4]);
await sql.end();
console.log(`pg ${require('pg/package.json').version} and postgres`);
