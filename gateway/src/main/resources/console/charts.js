// What was the last half hour like? Three small charts, drawn by Chart.js, with their present value in words beside them: whoever does not
// see the canvas misses nothing that the words do not say.
import { html } from './lit/lit-html.js';
import { state } from './state.js';
import { micros, rate } from './words.js';

const MINUTE = 6; // steps
const CHARTS = [
  { id: 'requests', title: 'Requests', lines: () => Object.entries({
      passed: 'passed', shadowed: 'shadow', refused: 'refused', failed: 'failed',
    }).map(([key, name]) => ({ name, colour: `--${key}`, data: perSecond(outcomes()[key.toUpperCase()]) })), stacked: true },
  { id: 'latency', title: 'Our own time', lines: () => [
      { name: '99 of 100 within', colour: '--warn', data: state.past.micros.p99 },
      { name: 'half within', colour: '--accent', data: state.past.micros.p50 }], unit: micros },
  { id: 'codes', title: 'Codes', lines: () => worst().map(([code, counts], place) =>
      ({ name: code, colour: `--series-${place + 1}`, data: perSecond(counts) })), stacked: true },
];
const drawn = new Map();

const outcomes = () => state.past.outcomes;
const perSecond = counts => counts.map(number => number / state.past.stepSeconds);
const sum = counts => counts.reduce((total, number) => total + number, 0);
/** The last minute that is over. */
const recent = counts => sum(counts.slice(-MINUTE - 1, -1)) / (MINUTE * state.past.stepSeconds);

/** The codes that came most often, and the rest of them as one. */
function worst() {
  const all = Object.entries(state.past.codes).sort(([, a], [, b]) => sum(b) - sum(a));
  const rest = all.slice(4).map(([, counts]) => counts);
  const first = all.slice(0, 4);
  return rest.length ? [...first, ['others', rest[0].map((_, step) => sum(rest.map(counts => counts[step])))]] : first;
}

function now(id) {
  if (!state.past) {
    return '–';
  }
  if (id === 'requests') {
    const by = outcomes();
    const failed = recent(by.FAILED);
    return rate(recent(by.PASSED) + recent(by.REFUSED) + recent(by.SHADOWED) + failed)
      + (failed > 0 ? `, ${rate(failed)} failed` : '');
  }
  if (id === 'latency') {
    const last = values => values.slice(0, -1).findLast(value => value !== null);
    const half = last(state.past.micros.p50);
    return half === undefined ? '–' : `${micros(half)} · p99 ${micros(last(state.past.micros.p99))}`;
  }
  const [code, counts] = worst().map(([name, all]) => [name, recent(all)]).sort(([, a], [, b]) => b - a)[0] ?? ['', 0];
  return counts > 0 ? `${code} ${rate(counts)}` : 'none';
}

export function strip() {
  return html`<section class="strip" aria-label="The last half hour" tabindex="-1">
    ${CHARTS.map(({ id, title }) => html`<figure>
      <figcaption><span>${title}</span> <b id="now-${id}">${now(id)}</b></figcaption>
      <div class="canvas"><canvas id="chart-${id}" role="img"
        aria-label="${title} over the last half hour; in the last minute: ${now(id)}"></canvas></div>
    </figure>`)}
  </section>`;
}

/** After the page was drawn. */
export function drawCharts(past) {
  if (!past || !window.Chart) {
    return;
  }
  for (const chart of CHARTS) {
    const canvas = document.getElementById('chart-' + chart.id);
    let known = drawn.get(chart.id);
    if (known && known.canvas !== canvas) {
      known.destroy();
      known = undefined;
    }
    if (canvas) {
      drawn.set(chart.id, known ?? created(canvas, chart));
      fill(drawn.get(chart.id), chart, past);
    }
  }
}

/** The theme is another. */
export function forgetCharts() {
  drawn.forEach(chart => chart.destroy());
  drawn.clear();
}

const colour = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

function created(canvas, { unit = rate, stacked = false }) {
  const ink = colour('--muted');
  const text = { color: ink, font: { size: 10 }, maxRotation: 0 };
  return new window.Chart(canvas, {
    type: 'line',
    data: { labels: [], datasets: [] },
    options: {
      animation: false, responsive: true, maintainAspectRatio: false, normalized: true,
      interaction: { mode: 'index', intersect: false },
      elements: { point: { radius: 0, hitRadius: 6 }, line: { borderWidth: 1.5, tension: 0 } },
      scales: {
        x: { grid: { display: false }, border: { color: colour('--line') },
          ticks: { ...text, autoSkip: true, maxTicksLimit: 4 } },
        y: { type: stacked ? 'linear' : 'logarithmic', beginAtZero: stacked, stacked, grid: { color: colour('--line') }, border: { display: false },
          ticks: { ...text, maxTicksLimit: 3, callback: value => stacked || Number.isInteger(Math.log10(value)) ? unit(value) : '' } },
      },
      plugins: {
        legend: { display: false },
        tooltip: { filter: item => item.raw > 0, itemSort: (a, b) => b.raw - a.raw,
          callbacks: { label: item => `${item.dataset.label}: ${unit(item.raw)}` } },
      },
    },
  });
}

function fill(chart, { lines, stacked }, past) {
  if (chart.shown === past) {
    return;
  }
  chart.shown = past;
  const end = new Date(past.until).getTime();
  const steps = past.outcomes.PASSED.length;
  chart.data.labels = Array.from({ length: steps - 1 }, (_, step) =>
    new Date(end - (steps - step) * past.stepSeconds * 1000)
      .toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' }));
  // The step that is under way is not shown: every chart would end in a fall.
  chart.data.datasets = lines().map(line => ({
    label: line.name, data: line.data.slice(0, -1), borderColor: colour(line.colour), spanGaps: true,
    backgroundColor: colour(line.colour) + (stacked ? '66' : '00'), fill: stacked ? 'stack' : false,
  }));
  if (!stacked) { // whole powers of ten: they are what the axis names
    const values = chart.data.datasets.flatMap(line => line.data).filter(value => value > 0);
    const power = (value, round) => 10 ** round(Math.log10(value));
    chart.options.scales.y.min = values.length ? power(Math.min(...values), Math.floor) : 10;
    chart.options.scales.y.max = Math.max(values.length ? power(Math.max(...values), Math.ceil) : 0,
      chart.options.scales.y.min * 10);
  }
  chart.update('none');
}
