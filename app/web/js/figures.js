// Pictures of the tables beside them. What a picture shows is read from its table, so both always say the same.
import { scaleLinear } from 'd3-scale';
import { axisBottom } from 'd3-axis';
import { create } from 'd3-selection';

const LINE = 24;
const BAR = 10;
const ROW = 54;
const FOOT = 28;
const EDGE = 8;
const CHARACTER = 8;
const NARROWEST = 200;

const seen = new ResizeObserver(changed => changed.forEach(each => draw(each.target)));

document.querySelectorAll('[data-chart]').forEach(place => {
  const rows = rowsOf(place);

  if (rows.length) {
    place.hidden = false;
    seen.observe(place);
  }
});

function rowsOf(place) {
  return [ ...document.querySelectorAll(`#tabel-${place.dataset.chart} [data-value]`) ].map(row => ({
    name: row.dataset.name, says: row.dataset.says, late: 'late' in row.dataset,
    value: Number(row.dataset.value), until: number(row.dataset.until), mark: number(row.dataset.mark)
  }));
}

function number(text) {
  return text ? Number(text) : null;
}

function draw(place) {
  const width = Math.floor(place.clientWidth);

  // Only another width asks for another picture.
  if (width < NARROWEST || place.dataset.drawn === String(width)) {
    return;
  }
  place.dataset.drawn = width;

  const rows = rowsOf(place);
  const height = rows.length * ROW + FOOT;
  const longest = Math.max(...rows.map(row => row.says.length)) * CHARACTER;
  const most = Math.max(...rows.map(row => Math.max(row.value, row.until || 0, row.mark || 0)));
  const x = scaleLinear([ 0, most || 1 ], [ EDGE, Math.max(width * 0.4, width - longest - 24) ]).nice(4);
  const svg = create('svg').attr('role', 'img').attr('aria-label', place.dataset.label)
    .attr('viewBox', `0 0 ${width} ${height}`).attr('width', width).attr('height', height);
  const row = svg.selectAll('g').data(rows).join('g')
    .attr('class', each => each.late ? 'chart-row late' : 'chart-row')
    .attr('transform', (_, index) => `translate(0 ${index * ROW})`);

  row.append('text').attr('class', 'chart-name').attr('x', EDGE).attr('y', LINE - 8)
    .text(each => short(each.name, width - 2 * EDGE));
  (place.dataset.chart === 'stappen' ? dots : bars)(row, x, width);
  svg.append('g').attr('class', 'chart-axis').attr('transform', `translate(0 ${rows.length * ROW - 6})`)
    .call(axisBottom(x).ticks(Math.max(2, Math.min(6, width / 120))).tickSizeOuter(0)
      .tickFormat((each, index, all) => index + 1 < all.length ? `${each}` : `${each} ${place.dataset.unit}`));
  place.replaceChildren(svg.node());
}

// Up to nine of ten a band, the median a dot on it, the term a line across.
function dots(row, x, width) {
  const middle = LINE + BAR / 2;

  row.append('rect').attr('class', 'chart-band').attr('x', x(0)).attr('y', middle - 3).attr('height', 6)
    .attr('width', each => x(each.until || each.value) - x(0));
  row.filter(each => each.mark !== null).append('line').attr('class', 'chart-term')
    .attr('x1', each => x(each.mark)).attr('x2', each => x(each.mark)).attr('y1', middle - 9).attr('y2', middle + 9);
  row.append('circle').attr('class', 'chart-dot').attr('cx', each => x(each.value)).attr('cy', middle).attr('r', 6);

  // In a line at the end: beside a mark it would seem to be that of the mark.
  says(row).attr('x', width - 2).attr('text-anchor', 'end');
}

function bars(row, x) {
  row.append('rect').attr('class', 'chart-bar').attr('x', x(0)).attr('y', LINE).attr('height', BAR)
    .attr('width', each => x(each.value) - x(0));
  says(row).attr('x', each => x(each.value) + 12);
}

function says(row) {
  return row.append('text').attr('class', 'chart-says').attr('y', LINE + BAR).text(each => each.says);
}

// What does not fit stands in full in the table.
function short(text, room) {
  const fits = Math.floor(room / CHARACTER);

  return text.length > fits ? `${text.slice(0, fits - 1).trimEnd()}…` : text;
}
