// The columns of a table: what it looks at and what comes of it, each a line that opens to be changed.
import { field, icon } from '../editing/controls.js';
import { make } from '../modeler/fields.js';
import { named, toFeel } from './cells.js';
import {
  addColumn, child, children, columns, expressionOf, isInput, labelOf, moveColumn, removeColumn, setAttribute, setExpression, setPart,
  setType, textOf, typeOf
} from './dmn.js';

const OWN = '=';
const TYPES = { text: 'string', number: 'number', boolean: 'boolean', date: 'date', date_time: 'dateTime' };

export class Columns {
  constructor({ doc, place, fields, words, say, table }) {
    Object.assign(this, { doc, place, fields, words, say, table, open: null, controls: [], form: '', own: new Set() });
  }

  leave() {
    this.controls.forEach(each => each.leave());
  }

  show() {
    const table = this.table();
    const all = table ? columns(table) : [];
    const open = all.find(each => each.id === this.open);
    const entries = open ? this.entries(open) : [];
    const form = JSON.stringify([ all.map(each => each.id), this.open, entries.map(each => [ each.id, each.kind ]) ]);

    if (form !== this.form) {
      const focused = this.place.contains(document.activeElement) ? document.activeElement.id : '';

      this.form = form;
      this.controls = [];
      this.place.replaceChildren(make('ol', { class: 'edit-parts' }, ...all.map(column => this.line(column, entries))));
      focused && document.getElementById(focused)?.focus();
    }

    all.forEach(column => this.headed(column));
    this.controls.forEach(each => each.update());
  }

  line(column, entries) {
    const open = column.id === this.open;
    const name = make('button', { type: 'button', class: 'edit-name', id: `kop-${column.id}`, 'aria-expanded': String(open) },
      make('span', { class: 'edit-label', lang: 'nl' }), make('span', { class: 'quiet small' }));
    const seldom = entries.filter(each => each.seldom);
    const made = those => those.map(each => {
      const one = field(each, this.words);

      this.controls.push(one);

      return one.node;
    });

    name.addEventListener('click', () => {
      this.leave();
      this.open = open ? null : column.id;
      this.show();
    });

    return make('li', { class: 'edit-part', 'data-open': open }, make('div', { class: 'edit-head' }, name, make('span', { class: 'edit-tools' },
      this.tool('up', column, () => this.turn(column.id, -1)), this.tool('down', column, () => this.turn(column.id, 1)),
      this.tool('remove', column, () => this.remove(column.id)))),
    open ? make('div', { class: 'edit-body' }, ...made(entries.filter(each => !each.seldom)),
      seldom.length ? make('details', { class: 'more' }, make('summary', {}, this.words.more), ...made(seldom)) : '') : '');
  }

  tool(what, column, deed) {
    const made = make('button', {
      type: 'button', class: 'utrecht-button utrecht-button--subtle edit-tool', id: `${what}-${column.id}`, 'data-what': what
    }, icon(this.words.icons[what]));

    made.addEventListener('click', () => {
      this.leave();
      deed();
    });

    return made;
  }

  headed(column) {
    const head = document.getElementById(`kop-${column.id}`);
    const [ label, more ] = head.children;
    const same = children(this.table(), column.localName);
    const at = same.indexOf(column);

    label.textContent = labelOf(column) || this.words.nameless;
    more.textContent = [
      isInput(column) ? this.words.input : this.words.output, isInput(column) ? expressionOf(column) : column.getAttribute('name')
    ].filter(Boolean).join(' · ');
    head.parentElement.querySelectorAll('[data-what]').forEach(each => {
      const off = { up: !at, down: at === same.length - 1, remove: !isInput(column) && same.length === 1 }[each.dataset.what];

      each.setAttribute('aria-label', this.words[each.dataset.what].replace('%', label.textContent));
      each.setAttribute('aria-disabled', String(off));
    });
  }

  entries(column) {
    const { id } = column;
    const here = () => columns(this.table()).find(each => each.id === id);
    const change = deed => this.doc.change(() => deed(here()));
    const attribute = (name, label, rest = {}) => ({
      id: name, kind: 'text', label, get: () => here().getAttribute(name) || '',
      set: value => change(each => setAttribute(each, name, value.trim())), ...rest
    });

    return isInput(column) ? [
      ...this.looksAt(here, change), attribute('label', this.words.label), ...this.limits(here, change)
    ] : [
      attribute('label', this.words.label_output), attribute('name', this.words.output_name, { help: this.words.output_name_help, code: true }),
      ...this.limits(here, change)
    ];
  }

  looksAt(here, change) {
    const { words } = this;
    const known = () => this.fields.some(each => each.name === expressionOf(here()));
    const free = this.own.has(here().id) || (expressionOf(here()) !== '' && !known());

    return [
      {
        id: 'field', kind: 'select', label: words.field, empty: words.field_none,
        options: () => [
          ...this.fields.filter(each => TYPES[each.kind]).map(each => ({ key: each.name, name: each.label ? `${each.label} (${each.name})` : each.name })),
          { key: OWN, name: words.field_own }
        ],
        get: () => (free ? OWN : expressionOf(here())), set: name => {
          this.own[name === OWN ? 'add' : 'delete'](here().id);

          if (name === OWN) {
            this.doc.tell('shown');

            return;
          }

          change(each => {
            const found = this.fields.find(one => one.name === name);

            setExpression(each, name);
            setType(each, TYPES[found?.kind] || 'string');
            setPart(each, 'inputValues', '');
            setAttribute(each, 'label', found?.label || name);
          });
        }
      },
      ...free ? [ {
        id: 'expression', kind: 'text', label: words.expression, code: true, get: () => expressionOf(here()),
        set: value => change(each => setExpression(each, value.trim()))
      } ] : []
    ];
  }

  limits(here, change) {
    const { words } = this;
    const part = isInput(here()) ? 'inputValues' : 'outputValues';
    const now = () => (child(here(), part) ? textOf(child(here(), part)) : '');

    return [
      {
        id: 'type', kind: 'select', label: words.type, empty: '', seldom: true,
        options: () => Object.entries(words.types).map(([ key, name ]) => ({ key, name })), get: () => typeOf(here()),
        set: type => change(each => setType(each, type))
      },
      {
        id: 'allowed', kind: 'text', label: words.allowed, help: words.allowed_help, seldom: true,
        get: () => (named(now()).length ? named(now()).join(', ') : now()),
        set: value => change(each => setPart(each, part, value.trim() && toFeel(value, typeOf(each), true), {}, [ 'defaultOutputEntry' ]))
      }
    ];
  }

  add(name) {
    this.leave();
    this.doc.change(() => {
      const made = addColumn(this.table(), name);

      if (name === 'output') {
        made.setAttribute('name', made.id);
      }

      this.open = made.id;
    });
    this.say(name === 'input' ? this.words.added_input : this.words.added_output);
    this.place.querySelector('.edit-body select, .edit-body input')?.focus();
  }

  find(id) {
    return columns(this.table()).find(each => each.id === id);
  }

  remove(id) {
    const column = this.find(id);

    if (!isInput(column) && children(this.table(), 'output').length === 1) {
      this.say(this.words.last_output);

      return;
    }

    const name = labelOf(column) || this.words.nameless;

    this.doc.change(() => removeColumn(this.table(), column));
    this.say(this.words.removed.replace('%', name));
    this.place.querySelector('.edit-name')?.focus();
  }

  turn(id, by) {
    const column = this.find(id);
    const same = children(this.table(), column.localName);

    if (same[same.indexOf(column) + by]) {
      this.doc.change(() => moveColumn(this.table(), column, by));
    }
  }
}
