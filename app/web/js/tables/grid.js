// The rules of a table: a row each, a field for each cell. On a phone every rule is a block with the columns below each
// other.
import { icon } from '../editing/controls.js';
import { LEVELS } from '../modeler/findings.js';
import { make } from '../modeler/fields.js';
import { isTexts, named, quoted, toFeel, toWords } from './cells.js';
import {
  addRule, cells, child, columns, cut, describe, described, expressionOf, isInput, labelOf, moveRule, rules, setText, textOf, typeOf
} from './dmn.js';

const PAUSE = 500;

// Rules that are drawn at a time.
const SOME = 200;
const BUTTON = 'utrecht-button utrecht-button--subtle edit-tool';

export class Grid {
  constructor({ doc, place, fields, words, say, table }) {
    Object.assign(this, { doc, place, fields, words, say, table, marks: new Map(), form: '', most: SOME });
    place.addEventListener('input', event => {
      clearTimeout(this.waiting);
      this.typed = event.target;
      this.waiting = setTimeout(() => this.leave(), PAUSE);
    });
    place.addEventListener('change', () => this.leave());
    place.addEventListener('keydown', event => this.key(event));
  }

  // What was typed goes into the table.
  leave() {
    clearTimeout(this.waiting);

    const field = this.typed;

    this.typed = null;

    if (!field?.isConnected) {
      return;
    }

    const { row, column } = field.dataset;

    this.doc.change(() => {
      const rule = rules(this.table())[row];

      if (column === 'why') {
        describe(rule, field.value.trim());
      } else {
        const asked = columns(this.table())[column];

        setText(cells(rule)[column], toFeel(field.value, typeOf(asked), isInput(asked)));
      }
    });
  }

  show() {
    const table = this.table();
    const all = table ? columns(table) : [];
    const form = JSON.stringify([ table?.id, all.map(each => [ each.id, typeOf(each), this.known(each) ]), table ? this.seen(table).map(each => each.id) : [], table && rules(table).length ]);

    if (form !== this.form) {
      const focused = this.place.contains(document.activeElement) ? document.activeElement.id : '';

      this.form = form;
      this.place.replaceChildren(table ? this.drawn(table, all) : '');
      focused && document.getElementById(focused)?.focus();
    }

    table && this.filled(table, all);
  }

  drawn(table, all) {
    const those = this.seen(table);
    const left = rules(table).length - those.length;

    if (!those.length) {
      return make('p', { class: 'quiet' }, this.words.no_rules);
    }

    const head = make('tr', {}, make('th', { scope: 'col' }, this.words.number), ...all.map((column, at) => make('th', {
      scope: 'col', class: isInput(column) ? '' : 'edit-outcome', 'data-head': String(at)
    })), make('th', { scope: 'col' }, this.words.why), make('th', { scope: 'col' }, make('span', { class: 'visually-hidden' }, this.words.rule_tools)));

    const rest = left && make('button', { type: 'button', class: 'utrecht-button utrecht-button--secondary-action' },
      this.words.more_rules.replace('%', left));

    rest && rest.addEventListener('click', () => this.further(rules(table).length));

    return make('div', {}, make('div', { class: 'edit-scroll', role: 'group', 'aria-labelledby': 'regels-kop', tabindex: '0' }, make('table', {},
      make('thead', {}, head), make('tbody', {}, ...those.map((rule, row) => this.row(rule, row, all))),
    ), ...all.map((column, at) => this.suggested(column, at))), rest ? make('p', {}, rest) : '');
  }

  seen(table) {
    return rules(table).slice(0, this.most);
  }

  further(most) {
    this.most = Math.max(this.most, most);
    this.show();
  }

  row(rule, row, all) {
    const tool = (what, deed) => {
      const made = make('button', {
        type: 'button', class: BUTTON, id: `${what}-${row}`, 'aria-label': this.words[what].replace('%', this.words.rule.replace('%', row + 1))
      }, icon(this.words.icons[what]));

      made.addEventListener('click', () => {
        this.leave();
        deed();
      });

      return made;
    };

    return make('tr', { id: `regel-${row}` }, make('th', { scope: 'row' }, String(row + 1)), ...all.map((column, at) => this.cell(row, at, column)),
      this.cell(row, 'why'), make('td', { class: 'edit-row-tools' }, tool('up', () => this.turn(row, -1)), tool('down', () => this.turn(row, 1)),
        tool('twin', () => this.add(row, true)), tool('remove', () => this.remove(row))));
  }

  cell(row, at, column) {
    const input = make('input', {
      id: `cel-${row}-${at}`, class: 'utrecht-textbox', autocomplete: 'off', spellcheck: 'false', lang: 'nl',
      'data-row': String(row), 'data-column': String(at), list: column && this.known(column).length ? `waarden-${at}` : false,
      placeholder: column && isInput(column) ? this.words.any : false
    });

    return make('td', { class: column && !isInput(column) ? 'edit-outcome' : '' }, make('label', { for: input.id, class: 'edit-cell-name' }), input);
  }

  suggested(column, at) {
    return make('datalist', { id: `waarden-${at}` }, ...this.known(column).map(value => make('option', { value })));
  }

  // What can stand in a column: what the column allows, else what the field can be.
  known(column) {
    const allowed = child(column, isInput(column) ? 'inputValues' : 'outputValues');
    const listed = allowed ? named(textOf(allowed)) : [];
    const name = isInput(column) ? expressionOf(column) : column.getAttribute('name');
    const field = this.fields.find(each => each.name === name);

    if (typeOf(column) === 'boolean') {
      return [ 'ja', 'nee' ];
    }

    return !isTexts(typeOf(column)) ? [] : listed.length ? listed : field?.values || [];
  }

  filled(table, all) {
    all.forEach((column, at) => {
      const head = this.place.querySelector(`[data-head="${at}"]`);

      if (head) {
        head.textContent = labelOf(column) || this.words.nameless;
      }
    });
    this.seen(table).forEach((rule, row) => {
      [ ...all.map((column, at) => [ at, labelOf(column), toWords(textOf(cells(rule)[at] || rule), typeOf(column), isInput(column)) ]),
        [ 'why', this.words.why, described(rule) ] ].forEach(([ at, label, value ]) => {
        const field = document.getElementById(`cel-${row}-${at}`);
        const said = this.words.cell.replace('%n', row + 1).replace('%c', label || this.words.nameless);

        field.setAttribute('aria-label', said);
        field.previousElementSibling.textContent = label || this.words.nameless;

        if (document.activeElement !== field) {
          field.value = value;
          field.title = value;
        }
      });
      document.getElementById(`up-${row}`).setAttribute('aria-disabled', String(!row));
      document.getElementById(`down-${row}`).setAttribute('aria-disabled', String(row === rules(table).length - 1));
      this.marked(rule, row);
    });
  }

  marked(rule, row) {
    const line = document.getElementById(`regel-${row}`);
    const found = this.marks.get(rule.id) || [];

    line.querySelectorAll('.badge').forEach(each => each.remove());
    line.classList.toggle('wrong', found.some(each => each.level === 'fout'));
    line.firstElementChild.append(...found.map(each => make('span', { class: `badge ${LEVELS[each.level]}`, title: each.message },
      `${each.number} ${this.words.levels[each.level]}`)));
  }

  mark(found) {
    this.marks = found;
    this.table() && this.seen(this.table()).forEach((rule, row) => this.marked(rule, row));
  }

  // Behind another rule; as that one, or for a case: what comes in, by the label of its column.
  add(row, copied = false, given = {}) {
    this.leave();

    const table = this.table();
    let at;

    this.doc.change(() => {
      const made = addRule(table, rules(table)[row], copied);

      at = rules(table).indexOf(made);
      columns(table).filter(isInput).forEach((column, number) => {
        if (labelOf(column) in given) {
          setText(cells(made)[number], quoted(given[labelOf(column)]));
        }
      });
      this.most = Math.max(this.most, at + 1);
    });
    this.say(this.words.added_rule.replace('%', at + 1));
    document.getElementById(`cel-${at}-${Object.keys(given).length ? columns(table).findIndex(each => !isInput(each)) : 0}`)?.focus();
  }

  remove(row) {
    this.doc.change(() => cut(rules(this.table())[row]));
    this.say(this.words.removed.replace('%', this.words.rule.replace('%', row + 1)));
    (document.getElementById(`cel-${Math.min(row, rules(this.table()).length - 1)}-0`) || document.getElementById('regel-erbij')).focus();
  }

  turn(row, by) {
    const to = row + by;

    if (rules(this.table())[to]) {
      this.doc.change(() => moveRule(this.table(), rules(this.table())[row], by));
      document.getElementById(`${by < 0 ? 'up' : 'down'}-${to}`)?.focus();
    }
  }

  key(event) {
    const { row, column } = event.target.dataset;
    const by = { ArrowUp: -1, ArrowDown: 1, Enter: 1 }[event.key];

    // The list of suggestions goes by the same arrows.
    if (row === undefined || !by || (event.target.list && event.key !== 'Enter' && !event.ctrlKey)) {
      return;
    }

    event.preventDefault();
    this.typed = this.typed || event.target;
    this.leave();

    if (event.key === 'Enter' && event.ctrlKey) {
      this.add(Number(row));
    } else {
      document.getElementById(`cel-${Number(row) + by}-${column}`)?.focus();
    }
  }

  goTo(row) {
    this.further(row + 1);
    document.getElementById(`cel-${row}-0`)?.focus();
    document.getElementById(`regel-${row}`)?.scrollIntoView({ block: 'center' });
  }
}
