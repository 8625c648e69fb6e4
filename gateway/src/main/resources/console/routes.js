// What does each request meet? The most specific first, as the gateway asks them; sorted otherwise only to look at.
import { html, nothing } from './lit/lit-html.js';
import { live } from './lit/directives/live.js';
import { repeat } from './lit/directives/repeat.js';
import { explain } from './explain.js';
import { show } from './keys.js';
import { filterBy } from './live.js';
import { change, state } from './state.js';
import { ago, count } from './words.js';

const AT_FIRST = 300;
const COLUMNS = [
  { id: 'order', title: '#', value: (row, place) => place, number: true },
  { id: 'match', title: 'Match', value: row => row.path + ' ' + row.methods },
  { id: 'route', title: 'Route', value: row => row.route },
  { id: 'passes', title: 'Who passes', value: row => row.whoPasses },
  { id: 'mode', title: 'Mode', value: row => row.mode },
  { id: 'owner', title: 'Owner', value: row => row.owner ?? '' },
  { id: 'hits', title: 'Hits', value: row => row.hits, number: true },
  { id: 'denied', title: 'Denied', value: row => row.denied, number: true },
  { id: 'last', title: 'Last hit', value: row => row.lastHit ?? '' },
  { id: 'where', title: 'In the file', value: row => line(row) },
];

const line = row => Number(row.position.split(':').at(-2));
const file = row => row.position.split(':').slice(0, -2).join(':');

/** May be broken where its parts begin, and nowhere else. */
const broken = (text, mark) => text.length < 24 ? text : text.split(mark).map((part, place) => place ? html`${mark}<wbr>${part}` : part);

function shown() {
  const { search, sort, descending } = state.routesView;
  const words = search.toLowerCase().split(/\s+/).filter(word => word);
  const column = COLUMNS.find(one => one.id === sort);
  const rows = state.routes.rows.map((row, place) => ({ row, place: place + 1 })).filter(({ row }) => {
    const text = [row.methods, row.path, row.route, row.whoPasses, row.mode, row.owner, row.backend, row.description,
      ...row.options].join(' ').toLowerCase();
    return words.every(word => text.includes(word));
  });
  const compare = (a, b) => column.number ? a - b : String(a).localeCompare(String(b), 'en', { numeric: true });
  rows.sort((a, b) => (descending ? -1 : 1) * compare(column.value(a.row, a.place), column.value(b.row, b.place)));
  return rows;
}

function sorted(id) {
  change(({ routesView }) => {
    routesView.descending = routesView.sort === id ? !routesView.descending : ['hits', 'denied', 'last'].includes(id);
    routesView.sort = id;
  });
}

export function routesView() {
  if (!state.routes) {
    return html`<p class="empty">Reading the routes…</p>`;
  }
  const { search, all } = state.routesView;
  const rows = shown();
  const visible = all ? rows : rows.slice(0, AT_FIRST);
  return html`
    <form class="fields" @submit=${event => event.preventDefault()}>
      <label class="wide">Search <input type="search" data-search name="search" autocomplete="off" spellcheck="false"
        placeholder="a path, an id, a permission, shadow, an owner" .value=${live(search)}
        @input=${event => change(({ routesView: now }) => { now.search = event.target.value; })}></label>
      <span class="found" id="found">${count(rows.length)} of ${count(state.routes.rows.length)} matches</span>
    </form>
    ${rows.length ? table(visible) : html`<p class="empty">No route has all of these words.</p>`}
    ${visible.length < rows.length ? html`<p><button type="button"
      @click=${() => change(({ routesView: now }) => { now.all = true; })}>Show all ${count(rows.length)}</button></p>` : nothing}
    <p class="small">${state.routes.rows.length ? html`From <code>${file(state.routes.rows[0])}</code>. ` : nothing}Hits and denials are
      those of the whole route on this replica, since revision <code>${state.routes.revision}</code> took over.</p>`;
}

function table(rows) {
  const { sort, descending } = state.routesView;
  return html`<table class="routes" id="routes"><thead><tr>${COLUMNS.map(column => html`
    <th scope="col" class=${column.number ? 'number' : ''} aria-sort=${column.id === sort
      ? descending ? 'descending' : 'ascending' : 'none'}>
      <button type="button" @click=${() => sorted(column.id)}>${column.title}<span aria-hidden="true">${column.id === sort
        ? descending ? ' ↓' : ' ↑' : ''}</span></button></th>`)}<th scope="col"><span class="unseen">Go on</span></th></tr></thead>
    <tbody>${repeat(rows, ({ place }) => place, ({ row, place }) => entry(row, place))}</tbody></table>`;
}

function entry(row, place) {
  return html`<tr>
    <td class="number order" data-label="#">${place}</td>
    <td class="match" data-label="Match"><b>${row.methods}</b> <code>${broken(row.path, '/')}</code></td>
    <th scope="row" class="name" title=${row.description ?? ''}>${broken(row.route, '.')}</th>
    <td class="passes" data-label="Who passes">${row.whoPasses}${row.options.length
      ? html`<small>${row.options.join(', ')}</small>` : nothing}</td>
    <td class="mode" data-label="Mode">${row.mode === 'shadow' ? html`<span class="tag shadowed">◐ shadow</span>` : row.mode}</td>
    <td class="owner" data-label="Owner">${row.owner ?? '–'}</td>
    <td class="number" data-label="Hits">${count(row.hits)}</td>
    <td class="number ${row.denied ? 'denied' : ''}" data-label="Denied">${count(row.denied)}</td>
    <td class="last" data-label="Last hit">${ago(row.lastHit)}</td>
    <td class="where" data-label="In the file" title=${row.position}>line ${line(row)}</td>
    <td class="more">
      <button type="button" aria-label="Watch ${row.route}" @click=${() => { show('live'); filterBy({ route: row.route }); }}>watch</button>
      ${row.example ? html`<button type="button" aria-label="Explain ${row.route}" @click=${() => explained(row)}>explain</button>` : nothing}</td>
  </tr>`;
}

function explained(row) {
  show('explain');
  explain({ ...state.explain.form, method: row.methods === 'ANY' ? 'GET' : row.methods.split('|')[0], path: row.example });
}
