// Asks the site's own search, run here as the browser runs it: search.mjs SITE WORD ... Each word must find the page of
// that name among the first twenty results: CreateLoadBalancer begins many names.
import fs from 'node:fs';
import path from 'node:path';
import vm from 'node:vm';

const [site, ...words] = process.argv.slice(2);
const workers = path.join(site, 'assets/javascripts/workers');
const script = fs.readdirSync(workers).find((name) => /^search\..*\.js$/.test(name));
const index = JSON.parse(fs.readFileSync(path.join(site, 'search/search_index.json'), 'utf8'));

const listeners = [];
const answers = [];
const worker = {
  addEventListener: (type, listener) => listeners.push(listener),
  postMessage: (message) => answers.push(message),
  importScripts: () => { throw new Error('the search asks for more scripts'); },
  location: { href: 'http://localhost/' },
  console,
};
worker.self = worker;
worker.window = worker;
vm.createContext(worker);
vm.runInContext(fs.readFileSync(path.join(workers, script), 'utf8'), worker);

// Messages are numbered: 0 sets up, 1 says that it is ready, 2 asks, 3 answers.
async function ask(type, data) {
  answers.length = 0;
  const message = JSON.parse(JSON.stringify({ type, data }));
  for (const listener of listeners) await listener({ data: message });
  for (let turn = 0; answers.length === 0 && turn < 1000; ++turn) await new Promise(setImmediate);
  if (answers.length === 0) throw new Error('the search does not answer');
  return answers[0];
}

await ask(0, { config: index.config, docs: index.docs, options: { pipeline: ['trimmer', 'stopWordFilter'], suggestions: false } });
let failed = 0;
for (const word of words) {
  const answer = await ask(2, word);
  const items = answer.data.items ?? answer.data;
  const found = items.slice(0, 20).some((pages) => pages.some((each) => each.location.startsWith('actions/') && each.location.includes(`/${word}.html`)));
  if (!found) {
    console.log(`the search does not find ${word}`);
    failed = 1;
  }
}
console.log(`${words.length} words asked`);
process.exit(failed);
