// A login server that nobody here wrote, npm's oauth2-mock-server, with BigCommerce's addresses. It knows no stores: what only
// BigCommerce's answers have is put in by its own hooks, and nothing else. The app `plain` gets its answers as they are.
// node mock-login.mjs FOLDER STORE TOKEN: prints its address; notes every exchange's grant in FOLDER/exchanges.
import { createRequire } from 'node:module';
import { appendFileSync } from 'node:fs';

const [folder, store, token] = process.argv.slice(2);
const require = createRequire(`${folder}/`);
const { OAuth2Server } = require('oauth2-mock-server');

const endpoints = { authorize: '/oauth2/authorize', token: '/oauth2/token' };
const server = new OAuth2Server(undefined, undefined, { endpoints });
await server.issuer.keys.generate('RS256');
server.service.on('beforeResponse', (response, request) => {
  appendFileSync(`${folder}/exchanges`, `${request.body.grant_type}\n`);
  if (request.body.client_id === 'plain') return;
  response.body.access_token = token;
  response.body.context = `stores/${store}`;
  response.body.scope = request.body.scope ?? 'store_v2_products_read_only';
  response.body.user = { id: 7, username: 'Mo', email: 'mo@example.com' };
  if (request.body.client_id === 'short') response.body.expires_in = 1;
});
await server.start(0, 'localhost');
console.log(server.issuer.url);
