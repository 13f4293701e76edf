// A person at a real browser: opens ADDRESS in a headless Chromium, presses the button BUTTON of the consent page, and writes to
// FOLDER what the browser shows in the end (page.json) and what that looks like (page.png).
// node consent.mjs BUTTON FOLDER ADDRESS. Speaks WebDriver to chromedriver, which it starts and ends.
import { spawn } from 'node:child_process';
import { renameSync, writeFileSync } from 'node:fs';

const [button, folder, address] = process.argv.slice(2);

const driver = spawn('chromedriver', ['--port=0'], { stdio: ['ignore', 'pipe', 'inherit'] });
process.on('exit', () => driver.kill());
const port = await new Promise((resolve, reject) => {
  driver.once('exit', () => reject(new Error('chromedriver does not start')));
  driver.stdout.on('data', (text) => {
    const found = /successfully on port (\d+)/.exec(text);
    if (found) resolve(found[1]);
  });
});

async function command(method, path, body) {
  const options = { method, headers: { 'content-type': 'application/json' } };
  if (method === 'POST') options.body = JSON.stringify(body ?? {});
  const answer = await (await fetch(`http://127.0.0.1:${port}/session${path}`, options)).json();
  if (answer.value?.error) throw new Error(`${path}: ${answer.value.message}`);
  return answer.value;
}

const args = ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--window-size=900,800'];
const capabilities = { alwaysMatch: { browserName: 'chrome', 'goog:chromeOptions': { args } } };
const { sessionId } = await command('POST', '', { capabilities });
const session = `/${sessionId}`;
try {
  await command('POST', `${session}/timeouts`, { implicit: 30000, pageLoad: 60000 });
  await command('POST', `${session}/url`, { url: address });
  const find = async (css) =>
    Object.values(await command('POST', `${session}/element`, { using: 'css selector', value: css }))[0];
  const asked = await command('GET', `${session}/element/${await find('main')}/text`);
  writeFileSync(`${folder}/consent.png`, Buffer.from(await command('GET', `${session}/screenshot`), 'base64'));
  await command('POST', `${session}/element/${await find(`#${button}`)}/click`);
  // Waits for the page of the program: only that has this class on its heading's neighbour.
  const text = await command('GET', `${session}/element/${await find('main.good, main.bad')}/text`);
  const shown = {
    asked,
    text,
    title: await command('GET', `${session}/title`),
    url: await command('GET', `${session}/url`),
  };
  writeFileSync(`${folder}/page.png`, Buffer.from(await command('GET', `${session}/screenshot`), 'base64'));
  writeFileSync(`${folder}/page.part`, JSON.stringify(shown));
  renameSync(`${folder}/page.part`, `${folder}/page.json`);
} finally {
  await command('DELETE', session);
}
process.exit();
