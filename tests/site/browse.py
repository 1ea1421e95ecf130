#!/usr/bin/env python3
"""The built site in headless Chromium over a server on loopback: browse.py SITE PICTURES WORD ...

The browser asks nobody but that server, its search shows the page of each WORD (an Action), and pictures are taken of the
landing page, a guide and an Action's page; they go to the folder PICTURES, to be looked at.
"""
import functools
import http.server
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import threading

site, pictures, words = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), sys.argv[3:]
PAGES = {"landing": "index.html", "guide": "waiting.html", "action": "actions/tencent-clb/CreateListener.html"}
LONGEST = 400  # seconds for all of the search

# Types each word into the site's own search, as `?q=` does, and tells the server which pages were shown.
DRIVER = """<!doctype html><title>check</title><body><script>
const words = %s, pages = %s;
const pause = (ms) => new Promise((done) => setTimeout(done, ms));
async function open(url) {
  const frame = document.createElement('iframe');
  frame.width = 1200; frame.height = 800;
  const loaded = new Promise((done) => { frame.onload = done; });
  frame.src = url;
  document.body.append(frame);
  await loaded;
  return frame;
}
async function shows(word) {
  const frame = await open('/index.html?q=' + word);
  let found = false;
  for (let turn = 0; turn < 200 && !found; ++turn) {
    found = [...frame.contentDocument.querySelectorAll('.md-search-result__link')]
      .some((link) => link.href.includes('/actions/') && link.href.includes('/' + word + '.html'));
    if (!found) await pause(100);
  }
  frame.remove();
  return found;
}
(async () => {
  const told = { missing: [], empty: [] };
  for (const page of pages) {
    const frame = await open('/' + page);
    if (!frame.contentDocument.querySelector('h1')) told.empty.push(page);
    frame.remove();
  }
  for (const word of words) if (!await shows(word)) told.missing.push(word);
  await fetch('/told', { method: 'POST', body: JSON.stringify(told) });
})();
</script>""" % (json.dumps(words), json.dumps(list(PAGES.values())))


class Server(http.server.SimpleHTTPRequestHandler):
    told = None
    done = threading.Event()

    def do_GET(self):
        if self.path != "/driver.html":
            return super().do_GET()
        body = DRIVER.encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self):
        Server.told = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(204)
        self.end_headers()
        Server.done.set()

    def log_message(self, *arguments):
        pass


def browser(work, name, *arguments):
    return ["chromium", "--headless=new", "--no-sandbox", "--disable-gpu", f"--user-data-dir={work}/{name}",
            "--disable-background-networking", "--disable-component-update", "--no-first-run", "--disable-sync",
            "--disable-default-apps", "--disable-features=AutofillServerCommunication", "--hide-scrollbars", "--no-proxy-server",
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", *arguments]


def asked(log):
    """The addresses that pages asked for: one event a line, the last one may be cut off."""
    text = log.read_text(encoding="utf-8", errors="replace")
    begins = int(re.search(r'"URL_REQUEST_START_JOB":(\d+)', text)[1])
    for line in text.splitlines():
        try:
            event = json.loads(line.rstrip(","))
        except ValueError:
            continue
        about = event.get("params", {}) if isinstance(event, dict) else {}
        # The browser's own errands, which reach nobody here, have no initiator.
        if isinstance(about, dict) and event.get("type") == begins and "url" in about and (
                about.get("initiator") != "not an origin" or about.get("request_type") == "main frame"):
            yield about["url"]


wrong = []
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Server, directory=str(site)))
threading.Thread(target=server.serve_forever, daemon=True).start()
here = f"http://127.0.0.1:{server.server_port}/"
pictures.mkdir(parents=True, exist_ok=True)
with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as work:
    log = pathlib.Path(work) / "net.json"
    running = subprocess.Popen(browser(work, "search", f"--log-net-log={log}", "--remote-debugging-port=0", here + "driver.html"),
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    if not Server.done.wait(LONGEST):
        wrong.append(f"the search of {len(words)} words did not end in {LONGEST} s")
    running.terminate()
    running.wait(60)
    if Server.told:
        wrong += [f"the search does not show {word}" for word in Server.told["missing"]]
        wrong += [f"{page} shows nothing" for page in Server.told["empty"]]
    urls = list(asked(log))
    foreign = [url for url in urls if not url.startswith((here, "data:", "blob:"))]
    wrong += [f"asks another host: {url}" for url in foreign]
    if len(urls) < len(words):
        wrong.append(f"only {len(urls)} requests are known of")
    for name, page in PAGES.items():
        picture = pictures / f"{name}.png"
        picture.unlink(missing_ok=True)
        subprocess.run(browser(work, name, "--window-size=1360,1100", "--virtual-time-budget=4000", f"--screenshot={picture}",
                               here + page), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=120, check=False)
        if not picture.is_file() or picture.stat().st_size < 10000:
            wrong.append(f"no picture of {page}")
print("\n".join(wrong))
print(f"Chromium: {len(urls)} requests, {len(foreign)} of them to others; {len(words)} words searched; pictures in {pictures}")
sys.exit(1 if wrong else 0)
