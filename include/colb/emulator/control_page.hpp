// colb: the page at /_colb/ of the emulator's control port. Made from control_page.html by
// tests/page/embed.sh.
#pragma once

#include <string_view>

#include <colb/version.hpp>

namespace colb::inline COLB_ABI::inner::emu {

// clang-format off
inline constexpr std::string_view control_page = R"colb_page(<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>colb emulator</title>
<link rel="icon" href="data:,">
<style>
:root {
  color-scheme: light dark;
  --back: #f4f5f7; --card: #fff; --line: #dfe2e8; --text: #1b2230; --soft: #5c6575; --accent: #0b6e6e;
  --good: #136c34; --good-back: #dcf3e3; --wait: #7a5200; --wait-back: #fdf0cf; --bad: #a8201a; --bad-back: #fde3e1;
  --code: #f0f2f5;
}
@media (prefers-color-scheme: dark) {
  :root {
    --back: #12161d; --card: #1b212b; --line: #303846; --text: #e4e8ef; --soft: #9aa5b6; --accent: #4cc3c0;
    --good: #7fdc9d; --good-back: #143522; --wait: #f1c868; --wait-back: #3a2e10; --bad: #ff9d96; --bad-back: #431b19;
    --code: #131820;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--back); color: var(--text); font: 14px/1.45 system-ui, sans-serif; }
header { position: sticky; top: 0; z-index: 2; display: flex; flex-wrap: wrap; gap: 6px 18px; align-items: center;
  padding: 10px 20px; background: var(--card); border-bottom: 1px solid var(--line); }
h1 { font-size: 16px; margin: 0; }
h1 b { color: var(--accent); }
h2 { font-size: 14px; margin: 0; display: flex; gap: 8px; align-items: baseline; flex-wrap: wrap; }
h2 small { color: var(--soft); font-weight: 400; }
main { display: grid; gap: 14px; padding: 14px 20px 40px; grid-template-columns: minmax(0, 1fr) minmax(290px, 370px);
  align-items: start; }
#calls-card { grid-column: 1 / -1; }
aside { display: grid; gap: 14px; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 12px 14px; min-width: 0; }
.bar { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; justify-content: space-between; margin-bottom: 8px; }
.figures { display: flex; gap: 16px; flex-wrap: wrap; color: var(--soft); }
.figures b { color: var(--text); font-variant-numeric: tabular-nums; font-weight: 600; }
.push { margin-left: auto; display: flex; gap: 8px; flex-wrap: wrap; align-items: center; }
button, input, select { font: inherit; color: inherit; background: var(--card); border: 1px solid var(--line); border-radius: 6px;
  padding: 4px 9px; min-width: 0; }
button { cursor: pointer; }
button:hover { border-color: var(--accent); }
button.main { background: var(--accent); border-color: var(--accent); color: var(--card); font-weight: 600; }
button.danger { color: var(--bad); }
button.small { padding: 1px 8px; font-size: 12px; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; }
label { color: var(--soft); font-size: 12px; }
.mono, code, pre { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; font-size: 12.5px; }
.soft { color: var(--soft); }
.empty { color: var(--soft); padding: 8px 0; margin: 0; }
.tag { display: inline-block; padding: 0 7px; border-radius: 9px; font-size: 12px; line-height: 18px; white-space: nowrap;
  background: var(--code); color: var(--soft); }
.good { background: var(--good-back); color: var(--good); }
.wait { background: var(--wait-back); color: var(--wait); }
.bad { background: var(--bad-back); color: var(--bad); }
#lbs { max-height: max(420px, 64vh); overflow-y: auto; }
.service { margin-top: 10px; }
.service h3 { font-size: 12px; letter-spacing: .04em; color: var(--soft); margin: 0 0 4px; font-weight: 600; }
details.lb { border-top: 1px solid var(--line); content-visibility: auto; contain-intrinsic-size: auto 34px; }
details.lb > summary { display: flex; gap: 5px 10px; flex-wrap: wrap; align-items: center; padding: 6px 2px; cursor: pointer; }
details.lb > summary::before { content: "\25b8"; color: var(--soft); width: 10px; }
details.lb[open] > summary::before { content: "\25be"; }
details.lb > summary b { overflow-wrap: anywhere; }
summary .push { gap: 6px; }
.inside { padding: 0 0 8px 20px; overflow-x: auto; }
.listener { margin: 4px 0 8px; }
.line { display: flex; gap: 8px; flex-wrap: wrap; align-items: center; }
.rule { margin: 4px 0 0 12px; padding-left: 10px; border-left: 2px solid var(--line); }
table { border-collapse: collapse; width: 100%; }
.targets { width: auto; margin: 3px 0 3px 12px; }
.targets td { padding: 1px 14px 1px 0; }
th { text-align: left; color: var(--soft); font-weight: 500; font-size: 12px; }
.calls { table-layout: fixed; }
.calls th, .calls td { padding: 4px 8px 4px 0; border-bottom: 1px solid var(--line); vertical-align: top; overflow-wrap: anywhere; }
.calls tbody tr:hover > td { background: var(--code); }
.calls .number { width: 84px; } .calls .time { width: 106px; } .calls .status { width: 62px; } .calls .took { width: 82px; text-align: right; }
.calls .service { width: 142px; } .calls .region { width: 124px; }
.calls .tag + .tag { margin-left: 4px; }
.calls button { border: 0; background: none; padding: 0 4px; font-variant-numeric: tabular-nums; }
.bodies { display: grid; grid-template-columns: 1fr 1fr; gap: 10px; padding: 2px 0 8px; }
pre { margin: 2px 0 0; padding: 8px; background: var(--code); border-radius: 6px; max-height: 320px; overflow: auto; white-space: pre-wrap;
  overflow-wrap: anywhere; }
.task { border-top: 1px solid var(--line); padding: 7px 0; }
.task:first-child { border-top: 0; }
.task > div { display: flex; gap: 8px; align-items: center; flex-wrap: wrap; }
progress { flex: 1; min-width: 90px; height: 8px; accent-color: var(--accent); }
form.fields { display: grid; grid-template-columns: 1fr 1fr; gap: 6px 10px; margin-top: 10px; }
form.fields .wide { grid-column: 1 / -1; }
form.fields input, form.fields select { width: 100%; }
form.fields label.check { display: flex; gap: 6px; align-items: center; }
form.fields label.check input { width: auto; }
[hidden] { display: none !important; }
.fault { display: flex; gap: 8px; align-items: center; flex-wrap: wrap; padding: 3px 0; }
#said { position: fixed; right: 20px; bottom: 16px; max-width: min(480px, 90vw); padding: 9px 14px; border-radius: 8px; z-index: 3;
  border: 1px solid currentColor; }
dialog { border: 1px solid var(--line); border-radius: 10px; background: var(--card); color: var(--text); max-width: 420px; }
dialog::backdrop { background: rgb(0 0 0 / 45%); }
@media (max-width: 900px) {
  header { position: static; }
  main { grid-template-columns: minmax(0, 1fr); padding: 10px; }
  .calls .region, .calls .service { display: none; }
  .bodies { grid-template-columns: 1fr; }
}
</style>
</head>
<body>
<header>
  <h1><b>colb</b> emulator</h1>
  <span id="live" class="tag wait" role="status">connecting</span>
  <div class="figures">
    <span>cloud time <b id="now">–</b> <span id="advanced" class="tag wait" hidden></span></span>
    <span>calls <b id="requests">–</b></span>
    <span>connections <b id="connections">–</b></span>
  </div>
  <form id="clock" class="push">
    <label for="by">advance</label>
    <input id="by" type="number" min="1" max="100000" value="1" required>
    <select id="unit" aria-label="unit of time">
      <option value="1000">seconds</option><option value="60000" selected>minutes</option><option value="3600000">hours</option>
      <option value="1">milliseconds</option>
    </select>
    <button>Advance the clock</button>
    <button type="button" id="reset" class="danger">Reset…</button>
  </form>
</header>
<main>
  <section class="card" aria-labelledby="lbs-title">
    <div class="bar">
      <h2 id="lbs-title">Load balancers <small id="lbs-count"></small></h2>
      <input id="lbs-filter" type="search" placeholder="filter by ID, name, address…" aria-label="filter load balancers" size="30">
    </div>
    <div id="lbs"></div>
    <p id="lbs-none" class="empty">None yet: the first creation appears here.</p>
  </section>
  <aside>
    <section class="card" aria-labelledby="tasks-title">
      <div class="bar"><h2 id="tasks-title">Running tasks <small id="tasks-count"></small></h2></div>
      <div id="tasks"></div>
      <p id="tasks-none" class="empty">Nothing is under way.</p>
    </section>
    <section class="card" aria-labelledby="faults-title">
      <div class="bar">
        <h2 id="faults-title">Faults <small id="faults-count"></small></h2>
        <button type="button" id="faults-clear" class="small">Clear</button>
      </div>
      <div id="faults"></div>
      <form id="fault" class="fields">
        <div class="wide"><label for="f-kind">what happens</label><select id="f-kind" name="kind"></select></div>
        <div class="wide"><label for="f-action">to calls of this Action (empty: any)</label>
          <input id="f-action" name="action" list="actions" autocomplete="off" placeholder="any Action"><datalist id="actions"></datalist></div>
        <div><label for="f-skip">after letting pass</label><input id="f-skip" name="skip" type="number" min="0" value="0"></div>
        <div><label for="f-times">how many times</label><input id="f-times" name="times" type="number" min="1" value="1"></div>
        <div class="wide" data-for="refuse"><label for="f-code">error code (empty: the vendor's internal error)</label>
          <input id="f-code" name="code" autocomplete="off"></div>
        <div class="wide" data-for="refuse"><label for="f-message">what it says</label><input id="f-message" name="message" autocomplete="off"></div>
        <div class="wide" data-for="delay"><label for="f-delay">milliseconds</label>
          <input id="f-delay" name="delay_ms" type="number" min="0" value="1000"></div>
        <div data-for="http_error"><label for="f-status">HTTP status</label>
          <input id="f-status" name="status" type="number" min="100" max="999" value="502"></div>
        <label class="check" data-for="http_error"><input name="execute" type="checkbox"> executed all the same</label>
        <div class="wide"><button class="main">Inject the fault</button></div>
      </form>
    </section>
  </aside>
  <section class="card" id="calls-card" aria-labelledby="calls-title">
    <div class="bar">
      <h2 id="calls-title">Calls <small id="calls-count"></small></h2>
      <div class="push">
        <label><input type="checkbox" id="calls-errors"> errors only</label>
        <input id="calls-filter" type="search" placeholder="filter by Action, code, region, content…" aria-label="filter calls" size="40">
      </div>
    </div>
    <table class="calls">
      <thead><tr><th class="number">number</th><th class="time">time</th><th class="service">service</th><th>Action</th>
        <th class="region">region</th><th class="status">status</th><th>outcome</th><th class="took">took</th></tr></thead>
      <tbody id="calls"></tbody>
    </table>
    <p id="calls-none" class="empty">No calls to show.</p>
    <p><button type="button" id="calls-more" hidden>Show older calls</button></p>
  </section>
</main>
<div id="said" class="bad" role="alert" hidden></div>
<dialog id="sure" aria-labelledby="sure-title">
  <h2 id="sure-title">Reset the cloud?</h2>
  <p>All load balancers, tasks, calls and injected faults go; the clock goes back. The same calls get the same IDs again.</p>
  <form method="dialog" class="push">
    <button value="no" autofocus>Keep everything</button>
    <button value="yes" class="danger">Reset</button>
  </form>
</dialog>
<script>
"use strict";
// Texts come from the clients of the cloud: they get into the page by textContent alone.
const kinds = {
  refuse: "is refused with an error", delay: "the answer comes late", drop_request: "connection reset before it is read",
  drop_answer: "executed, connection reset instead of an answer", reset_connection: "next connection reset when accepted",
  truncate_answer: "half of the answer, then the end", garbage_http: "the answer is not HTTP", garbage_json: "the answer is not JSON",
  http_error: "a gateway's error page", fail_task: "accepted, but its task fails", endless_task: "accepted, but its task never ends",
  close_after_answer: "answered well, then closed unannounced" };
const shown_at_first = 200, kept = 10000;
const $ = id => document.getElementById(id);
const make = (tag, cls, ...inside) => {
  const e = document.createElement(tag);
  if (cls) e.className = cls;
  e.append(...inside.filter(x => x !== null && x !== ""));
  return e;
};
const put = (e, text) => { text = String(text); if (e.textContent !== text) e.textContent = text; };
const show = (e, yes) => { if (e.hidden === yes) e.hidden = !yes; };
const many = (n, one, more = one + "s") => n + " " + (n === 1 ? one : more);

let said_timer = 0;
function say(text, good) {
  const box = $("said");
  box.className = good ? "good" : "bad";
  put(box, text);
  show(box, true);
  clearTimeout(said_timer);
  said_timer = setTimeout(() => show(box, false), good ? 2500 : 9000);
}

async function ask(method, path, body) {
  const how = { method, cache: "no-store" };
  if (body !== undefined) { how.body = JSON.stringify(body); how.headers = { "Content-Type": "application/json" }; }
  const answer = await fetch("/_colb/" + path, how);
  const read = await answer.json();
  if (!answer.ok) throw new Error(read.error || "HTTP " + answer.status);
  return read;
}
async function act(good, ...request) {
  try { await ask(...request); say(good, true); } catch (e) { say(e.message); }
  await poll_now();
}

// Keeps children in step with a list: an element is made anew only if what it shows has changed.
function keep(parent, rows, key, render) {
  const old = parent.rows || new Map(), now = new Map();
  let at = parent.firstElementChild;
  for (const row of rows) {
    const name = key(row), text = JSON.stringify(row);
    let entry = old.get(name);
    old.delete(name);
    if (!entry) {
      entry = { text, node: render(row, null) };
    } else if (entry.text !== text) {
      const fresh = render(row, entry.node);
      if (fresh !== entry.node) {
        const focused = entry.node.contains(document.activeElement);
        if (at === entry.node) at = fresh;
        entry.node.replaceWith(fresh);
        entry.node = fresh;
        if (focused) (fresh.querySelector("summary, button") || fresh).focus({ preventScroll: true });
      }
      entry.text = text;
    }
    now.set(name, entry);
    if (entry.node === at) at = at.nextElementSibling; else parent.insertBefore(entry.node, at);
  }
  for (const entry of old.values()) entry.node.remove();
  parent.rows = now;
}

const looks = { healthy: "good", checking: "wait", unhealthy: "bad", active: "good", running: "good", ok: "good", RUNNING: "good",
  creating: "wait", starting: "wait", stopping: "wait", configuring: "wait", building: "wait", deleting: "wait", CREATING: "wait",
  inactive: "bad", locked: "bad", error: "bad", ERROR: "bad" };
const tag = word => make("span", "tag " + (looks[word] || ""), word);

function targets_of(all) {
  if (!all.length) return null;
  return make("table", "targets", make("tbody", "", ...all.map(t => make("tr", "target",
    make("td", "mono", t.id), make("td", "mono", t.id === t.address ? "" : t.address), make("td", "mono", t.port ? ":" + t.port : ""),
    make("td", "soft", "weight " + t.weight), make("td", "", tag(t.health))))));
}
function all_targets(lb) {
  const all = lb.listeners.length ? [] : [...lb.targets];
  for (const l of lb.listeners) { all.push(...l.targets); for (const r of l.rules) all.push(...r.targets); }
  return all;
}
function fill_balancer(node, lb) {
  const inside = make("div", "inside");
  for (const l of lb.listeners) {
    inside.append(make("div", "listener",
      make("div", "line", make("b", "", l.protocol + " :" + l.port), make("span", "", l.name), make("span", "mono soft", l.id), tag(l.status)),
      targets_of(l.targets),
      ...l.rules.map(r => make("div", "rule",
        make("div", "line", make("b", "mono", (r.domain || "*") + (r.url || "")), make("span", "mono soft", r.id)),
        targets_of(r.targets) || make("span", "soft", "no targets")))));
  }
  if (!lb.listeners.length) inside.append(make("p", "empty", "No listeners."));
  if (lb.targets.length) inside.append(make("div", "soft", "Servers of the load balancer itself"), targets_of(lb.targets));
  node.append(inside);
}
const opened = new Map();
let few = true;
function render_balancer(lb) {
  const all = all_targets(lb), well = all.filter(t => t.health === "healthy").length, sick = all.some(t => t.health === "unhealthy");
  const health = !all.length ? null : make("span", "tag " + (well === all.length ? "good" : sick ? "bad" : "wait"), well + "/" + all.length + " healthy");
  const node = make("details", "lb", make("summary", "",
    make("b", "", lb.name || lb.id), lb.name && lb.name !== lb.id ? make("span", "mono soft", lb.id) : null, tag(lb.status),
    make("span", "mono soft", lb.addresses.join(" ")),
    make("span", "push", health, make("span", "soft", many(lb.listeners.length, "listener")), make("span", "tag", lb.type), make("span", "tag", lb.region))));
  node.dataset.id = lb.id;
  // The inside is made when somebody looks.
  const fill = () => { if (node.open && node.childElementCount === 1) fill_balancer(node, lb); };
  node.open = opened.has(lb.id) ? opened.get(lb.id) : few;
  fill();
  node.firstChild.addEventListener("click", () => opened.set(lb.id, !node.open));
  node.addEventListener("toggle", fill);
  return node;
}

function render_task(t, node) {
  const left = t.left_ms === null ? "never ends" : long_time(t.left_ms) + " left";
  if (!node) {
    const end = (fail, text) => {
      const b = make("button", "small" + (fail ? " danger" : ""), text);
      b.addEventListener("click", () => act(fail ? "The task has failed." : "The task has ended.", "POST", "tasks/" + encodeURIComponent(t.id), { fail }));
      return b;
    };
    node = make("div", "task", make("div", "", make("b", "", t.action), make("span", "tag wait"), make("span", "push", end(true, "Fail"), end(false, "Finish"))),
      make("div", "", make("progress"), make("span", "soft left")),
      make("div", "mono soft", [t.id, ...t.balancers.filter(b => !t.id.startsWith(b))].join(" · ")));
    node.dataset.id = t.id;
    node.querySelector("progress").setAttribute("aria-label", "progress of " + t.action);
  }
  const bar = node.querySelector("progress"), flag = node.querySelector(".tag");
  if (t.left_ms === null) bar.removeAttribute("value"); else { bar.max = Math.max(1, t.elapsed_ms + t.left_ms); bar.value = t.elapsed_ms; }
  put(node.querySelector(".left"), left);
  put(flag, t.will_fail ? "will fail" : "");
  show(flag, t.will_fail);
  return node;
}

function long_time(ms) {
  return ms < 1000 ? ms + " ms" : ms < 60000 ? +(ms / 1000).toFixed(1) + " s" : ms < 3600000 ? +(ms / 60000).toFixed(1) + " min" : +(ms / 3600000).toFixed(1) + " h";
}
let last_state = null;
function render_state(state) {
  last_state = state;
  put($("now"), state.clock.now.replace("T", " ").slice(0, 19));
  const by = state.clock.advanced_ms;
  show($("advanced"), by > 0);
  put($("advanced"), "+" + long_time(by));
  put($("requests"), state.counters.requests);
  put($("connections"), state.counters.connections);
  const services = Object.entries(state.services).map(([name, s]) => ({ name, ...s })).filter(s => !s.same_as);
  const total = services.reduce((n, s) => n + s.balancers.length, 0);
  const wanted = $("lbs-filter").value.trim().toLowerCase();
  few = total <= 8;
  let seen = 0;
  for (const s of services) {
    if (wanted) s.balancers = s.balancers.filter(b => (b.id + " " + b.name + " " + b.region + " " + b.addresses.join(" ")).toLowerCase().includes(wanted));
    seen += s.balancers.length;
  }
  const box = $("lbs");
  for (const s of services) {
    let part = box.querySelector('[data-service="' + CSS.escape(s.name) + '"]');
    if (!part) {
      part = make("div", "service", make("h3", "", s.name), make("div"));
      part.dataset.service = s.name;
      box.append(part);
    }
    show(part, s.balancers.length > 0);
    keep(part.lastElementChild, s.balancers, b => b.id, render_balancer);
  }
  show($("lbs-none"), seen === 0);
  put($("lbs-none"), wanted ? "None matches." : "None yet: the first creation appears here.");
  put($("lbs-count"), wanted ? seen + " of " + total : total);
  const tasks = services.flatMap(s => s.tasks).sort((a, b) => a.started < b.started ? 1 : a.started > b.started ? -1 : 0);
  put($("tasks-count"), tasks.length || "");
  show($("tasks-none"), !tasks.length);
  keep($("tasks"), tasks.slice(0, 100), t => t.id, render_task);
}

function render_faults(plan) {
  const open = plan.filter(f => !f.used_up);
  put($("faults-count"), open.length ? open.length + " waiting" : "");
  $("faults-clear").disabled = !plan.length;
  keep($("faults"), plan.slice(-20).map((f, i) => ({ ...f, i })), f => f.i, f => {
    const row = make("div", "fault", make("span", "tag " + (f.used_up ? "" : "bad"), f.kind), make("b", "", f.action || "any Action"),
      make("span", "soft", [f.code, f.skip ? "after " + f.skip : "", f.delay_ms ? f.delay_ms + " ms" : "", f.used_up ? "used up" : f.hits + " of " + (f.times || 1)].filter(Boolean).join(" · ")));
    return row;
  });
}

// ---- calls

let calls = [], last_call = null, limit = shown_at_first;
const actions = new Set();
function matches(call) {
  if ($("calls-errors").checked && !is_bad(call)) return false;
  const wanted = $("calls-filter").value.trim().toLowerCase();
  if (!wanted) return true;
  call.text ||= [call.service, call.action, call.region, call.code, call.request_id, call.fault, call.status, call.request, call.answer].join("\n").toLowerCase();
  return call.text.includes(wanted);
}
const is_bad = call => call.code !== "" || call.status >= 400 || call.fault !== null;
function pretty(text, size) {
  let out = text;
  try { out = JSON.stringify(JSON.parse(text), null, 2); } catch { /* stays as it is */ }
  const bytes = new TextEncoder().encode(text).length;
  return out + (size > bytes && bytes > 4000 ? "\n… (" + size + " bytes)" : "") || "(empty)";
}
function call_row(call) {
  const opens = make("button", "mono", "#" + call.number);
  opens.setAttribute("aria-expanded", "false");
  opens.setAttribute("aria-label", "call " + call.number + ": request and answer");
  const outcome = make("td", "", call.code ? make("span", "tag bad", call.code) : call.status < 400 && !call.fault ? make("span", "tag good", "ok") : null,
    call.fault ? make("span", "tag wait", "fault: " + call.fault) : null);
  const took = call.took_us < 1000 ? call.took_us + " µs" : (call.took_us / 1000).toFixed(1) + " ms";
  const row = make("tr", "call", make("td", "number", opens), make("td", "time mono", call.at.slice(11, 23)), make("td", "service soft", call.service),
    make("td", "", make("b", "", call.action || "(no Action)")), make("td", "region soft", call.region), make("td", "status mono", call.status), outcome, make("td", "took mono", took));
  row.dataset.number = call.number;
  opens.addEventListener("click", () => {
    const open = opens.getAttribute("aria-expanded") === "true";
    opens.setAttribute("aria-expanded", String(!open));
    if (open) return row.nextElementSibling.remove();
    const cell = make("td", "", make("div", "bodies", make("div", "", make("span", "soft", "request"), make("pre", "", pretty(call.request, call.request_size))),
      make("div", "", make("span", "soft", "answer"), make("pre", "", pretty(call.answer, call.answer_size)))));
    cell.colSpan = 8;
    row.after(make("tr", "opened", cell));
  });
  return row;
}
function count_calls(found) {
  put($("calls-count"), found === calls.length ? calls.length : found + " of " + calls.length);
  show($("calls-none"), found === 0);
  show($("calls-more"), found > limit);
}
let found_calls = 0;
function draw_calls() {
  const found = calls.filter(matches);
  found_calls = found.length;
  $("calls").replaceChildren(...found.slice(-limit).reverse().map(call_row));
  count_calls(found_calls);
}
function add_calls(more) {
  if (!more.length) return;
  calls.push(...more);
  if (calls.length > kept) { calls.splice(0, calls.length - kept); found_calls = calls.filter(matches).length; }
  else found_calls += more.filter(matches).length;
  const body = $("calls");
  body.prepend(...more.filter(matches).slice(-limit).reverse().map(call_row));
  let rows = body.querySelectorAll("tr.call");
  for (let i = rows.length - 1; i >= limit; --i) {
    if (rows[i].nextElementSibling?.className === "opened") rows[i].nextElementSibling.remove();
    rows[i].remove();
  }
  count_calls(found_calls);
  for (const c of more) {
    if (!c.action || actions.has(c.action) || actions.size > 400) continue;
    actions.add(c.action);
    const option = make("option");
    option.value = c.action;
    $("actions").append(option);
  }
}

// ---- once a second

let resets = null, busy = null;
async function look() {
  const state = await ask("GET", "state");
  if (resets !== null && resets !== state.resets) { calls = []; last_call = null; limit = shown_at_first; draw_calls(); }
  resets = state.resets;
  render_state(state);
  render_faults((await ask("GET", "faults")).faults);
  last_call ??= Math.max(0, state.last_call - kept);
  for (let more = true; more;) {
    const page = await ask("GET", "calls?after=" + last_call + "&limit=1000");
    add_calls(page.calls);
    last_call = page.last;
    more = page.more;
  }
}
async function poll_now() {
  busy ??= look().then(() => { $("live").className = "tag good"; put($("live"), "live"); },
    () => { $("live").className = "tag bad"; put($("live"), "not reachable, trying on"); }).finally(() => { busy = null; });
  return busy;
}
async function poll() {
  await poll_now();
  setTimeout(poll, document.hidden ? 5000 : 1000);
}

for (const [kind, text] of Object.entries(kinds)) {
  const option = make("option", "", kind + ": " + text);
  option.value = kind;
  $("f-kind").append(option);
}
function suit_fields() {
  for (const e of document.querySelectorAll("#fault [data-for]")) show(e, e.dataset.for === $("f-kind").value);
}
$("f-kind").addEventListener("change", suit_fields);
suit_fields();
$("fault").addEventListener("submit", event => {
  event.preventDefault();
  const fault = {};
  for (const field of event.target.elements) {
    if (!field.name || field.closest("[hidden]")) continue;
    if (field.type === "checkbox") { if (field.checked) fault[field.name] = true; }
    else if (field.type === "number") fault[field.name] = Number(field.value);
    else if (field.value) fault[field.name] = field.value;
  }
  act("The fault is in the plan.", "POST", "faults", fault);
});
$("faults-clear").addEventListener("click", () => act("The fault plan is empty.", "DELETE", "faults"));
$("clock").addEventListener("submit", event => {
  event.preventDefault();
  act("The clock went on.", "POST", "clock", { advance_ms: Number($("by").value) * Number($("unit").value) });
});
$("reset").addEventListener("click", () => $("sure").showModal());
$("sure").addEventListener("close", () => {
  if ($("sure").returnValue === "yes") act("Everything is as at the start.", "POST", "reset", {});
  $("sure").returnValue = "";
});
$("lbs-filter").addEventListener("input", () => { if (last_state) poll_now(); });
$("calls-filter").addEventListener("input", draw_calls);
$("calls-errors").addEventListener("change", draw_calls);
$("calls-more").addEventListener("click", () => { limit += 500; draw_calls(); });
poll();
</script>
</body>
</html>
)colb_page";
// clang-format on

}  // namespace colb::inline COLB_ABI::inner::emu
