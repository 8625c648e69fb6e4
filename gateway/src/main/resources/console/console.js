// The operators' console: read-only, since YAML is the truth. It asks for the secret, keeps it for as long as this tab is open, and
// draws whatever state says.
import { html, nothing, render } from './lit/lit-html.js';
import { drawCharts, forgetCharts, strip } from './charts.js';
import { explainFrom, explainView } from './explain.js';
import { ask, Refused } from './gateway.js';
import { healthView, problems } from './health.js';
import { help, inTabs, listen, show, VIEWS } from './keys.js';
import { liveView, toggle, togglePause, unwatch, watch } from './live.js';
import { routesView } from './routes.js';
import { change, drawWith, state } from './state.js';

const PACE = 5000; // milliseconds
const KEPT = 60_000; // milliseconds, too
const THEMES = ['system', 'light', 'dark'];
const page = { live: liveView, routes: routesView, explain: explainView, health: healthView };
let beat = 0;
let beats = 0;

function entrance() {
  return html`<main class="entrance"><form class="card" @submit=${entered}>
    <h1>Gateway console</h1>
    <label>Management secret <input type="password" name="secret" autocomplete="off" required autofocus
      ?disabled=${state.asking}></label>
    <button class="main" ?disabled=${state.asking}>${state.asking ? 'Asking…' : 'Open'}</button>
    ${state.refusal ? html`<p class="note bad" role="alert" id="refusal">${state.refusal}</p>` : nothing}
    <p class="small">It stays in this tab, is sent to this gateway only, and is forgotten when the tab is closed.</p>
  </form></main>`;
}

function theConsole() {
  const found = problems();
  return html`
    <header>
      <h1>Gateway <small>${location.host}</small></h1>
      <span class="pill ${state.silent || found.some(one => one.level === 'bad') ? 'failed' : found.length ? 'shadowed' : 'passed'}"
        id="state">${state.silent ? 'silent' : found.length ? `${found.length} to look at` : state.condition ? 'all well' : '…'}</span>
      ${state.condition ? html`<span class="revision">policy <code>${state.condition.policy.revision}</code></span>` : nothing}
      <span class="push"></span>
      <button type="button" id="theme" @click=${nextTheme} aria-keyshortcuts="t"
        aria-label="Theme: ${state.theme}">◐ ${state.theme}</button>
      <button type="button" @click=${() => change(now => { now.help = true; })} aria-label="Keys" aria-keyshortcuts="?">?</button>
      <button type="button" @click=${() => leave('')}>Leave</button>
    </header>
    <div role="status" class="problems">${found.map(({ level, text }) => html`<p class="note ${level}">${text}</p>`)}</div>
    ${strip()}
    <nav aria-label="Views"><div role="tablist" aria-label="Views" @keydown=${inTabs}>${VIEWS.map(({ id, title }, place) => html`
      <button type="button" role="tab" id="tab-${id}" aria-controls="view" aria-selected=${String(id === state.view)}
        tabindex=${id === state.view ? 0 : -1} aria-keyshortcuts=${place + 1} @click=${() => show(id)}>${title}</button>`)}</div></nav>
    <main id="view" role="tabpanel" aria-labelledby="tab-${state.view}" tabindex="-1">${page[state.view]()}</main>
    ${state.help ? help(() => change(now => { now.help = false; })) : nothing}`;
}

function draw() {
  render(state.opened ? theConsole() : entrance(), document.getElementById('console'));
  if (state.opened) {
    drawCharts(state.past);
    const dialog = document.getElementById('help');
    if (dialog && !dialog.open) {
      dialog.showModal();
    }
  }
}

function entered(event) {
  event.preventDefault();
  state.secret = event.target.elements.secret.value;
  open();
}

async function open() {
  change(now => Object.assign(now, { asking: true, refusal: '' }));
  try {
    await ask('data/condition');
  } catch (failure) {
    if (failure.status === 401 || failure.status === 403) {
      sessionStorage.removeItem('secret');
    }
    change(now => Object.assign(now, { asking: false, refusal: failure.message }));
    return;
  }
  sessionStorage.setItem('secret', state.secret);
  change(now => Object.assign(now, { asking: false, opened: true }));
  begin();
  goTo(location.hash);
}

function begin() {
  watch();
  clearInterval(beat);
  beats = 0;
  beat = setInterval(() => look(), PACE);
  look();
}

function leave(why) {
  unwatch();
  clearInterval(beat);
  sessionStorage.removeItem('secret');
  forgetCharts();
  change(now => Object.assign(now, { secret: '', opened: false, refusal: why, condition: null, conditions: [], past: null,
    routes: null, difference: null, silent: '' }));
  forgetAll();
}

function forgetAll() {
  Object.assign(state.explain, { answer: null, problem: '', form: { user: '', company: '', method: 'GET', path: '' } });
  Object.assign(state.live, { rows: [], waiting: [], open: null });
}

/** How is it now? What has not answered yet is not asked again. */
let looking = false;
async function look(wished = false) {
  if (looking) {
    return;
  }
  looking = true;
  try {
    const due = beats++ % 2 === 0 || wished;
    const [condition, past] = await Promise.all([ask('data/condition'), due ? ask('data/past') : state.past]);
    const edited = condition.policy.revision !== state.condition?.policy.revision;
    const [routes, difference] = await Promise.all([
      edited || state.view === 'routes' ? ask('data/routes') : state.routes,
      edited ? ask('data/difference') : state.difference]);
    if (state.opened) {
      change(now => Object.assign(now, { condition, past, routes, difference, silent: '', conditionAt: condition.now,
        conditions: [...now.conditions.filter(one => new Date(condition.now) - new Date(one.now) < KEPT), condition] }));
    }
  } catch (failure) {
    const why = failure instanceof Refused ? failure : new Refused(0, 'The console failed: ' + failure.message);
    if (why.status === 401 || why.status === 403) {
      leave(why.message);
    } else {
      change(now => { now.silent = why.message; });
    }
  } finally {
    looking = false;
  }
}

function nextTheme() {
  change(now => { now.theme = THEMES[(THEMES.indexOf(now.theme) + 1) % THEMES.length]; });
  localStorage.setItem('theme', state.theme);
  applyTheme();
}

function applyTheme() {
  document.documentElement.dataset.theme = state.theme;
  forgetCharts();
  change();
}

/** Nobody looks: nothing is asked, and the stream is given back. */
function looked() {
  if (state.opened) {
    if (document.hidden) {
      unwatch();
      clearInterval(beat);
    } else {
      begin();
    }
  }
}

function goTo(hash) {
  const [view, rest] = hash.slice(1).split('?');
  if (VIEWS.some(({ id }) => id === view)) {
    change(now => { now.view = view; });
    if (view === 'explain' && rest && state.opened) {
      explainFrom(rest);
    }
  }
}

drawWith(draw);
applyTheme();
listen({
  p: () => state.view === 'live' && togglePause(),
  r: () => look(true),
  t: nextTheme,
  close: writing => writing ? writing.blur() : state.live.open && toggle(null),
});
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', applyTheme);
document.addEventListener('visibilitychange', looked);
addEventListener('hashchange', () => goTo(location.hash));
addEventListener('pagehide', unwatch);
goTo(location.hash);
if (state.secret) {
  open();
}
