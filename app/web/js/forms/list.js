// The fields of a form as a list: each a line with what it is, that opens to be changed; and adding, moving, taking away.
import { field, icon, swapped } from '../editing/controls.js';
import { LEVELS } from '../modeler/findings.js';
import { make } from '../modeler/fields.js';
import { Entries } from './entries.js';
import { CHOICES, KINDS, free, fresh, holds, keyOf, kindOf, labelOf, slug, twin, walk } from './kinds.js';

const BUTTON = 'utrecht-button utrecht-button--subtle edit-tool';

export class List {
  constructor({ doc, place, groups, words, say }) {
    Object.assign(this, { doc, place, words, say, open: null, fields: [], marks: new Map(), form: '' });
    this.entries = new Entries(doc, groups, words);
    this.entries.moves = (here, id) => this.moves(here, id);
  }

  leave() {
    this.fields.forEach(each => each.leave());
  }

  // Anew where the parts are others, else only what stands in them: nobody is taken out of the field they type in.
  show() {
    const all = [ ...walk(this.doc.content.components) ];
    const open = all.find(each => each.part.id === this.open);
    const entries = open ? this.entriesOf(open.part) : [];
    const form = JSON.stringify([ all.map(each => [ each.place, each.part.id, kindOf(each.part) ]), this.open,
      entries.map(each => [ each.id, each.kind, each.label ]) ]);

    if (form !== this.form) {
      const focused = this.place.contains(document.activeElement) ? document.activeElement.id : '';

      this.form = form;
      this.fields = [];
      this.place.replaceChildren(this.listed(this.doc.content.components, '', entries));
      focused && document.getElementById(focused)?.focus();
    }

    all.forEach(each => this.headed(each));
    this.fields.forEach(each => each.update());
  }

  entriesOf(part) {
    const here = () => [ ...walk(this.doc.content.components) ].find(each => each.part.id === part.id);

    return this.entries.of(here).map(each => (each.kind === 'options' ? {
      ...each, slug: text => slug(text) || 'keuze', another: those => this.another(those)
    } : each));
  }

  another(those) {
    const number = those.length + 1;
    const value = free(`keuze_${number}`, those.map(each => ({ key: each.value })));

    return { label: this.words.option.replace('%', number), value };
  }

  listed(parts, prefix, entries, group = '') {
    const list = make('ol', { class: 'edit-parts' }, ...parts.map((part, at) => this.line(part, `${prefix}${at + 1}`, entries)));

    return make('div', { class: prefix ? 'edit-inside' : '' },
      parts.length ? list : make('p', { class: 'quiet' }, this.words.empty), this.adder(parts, group));
  }

  line(part, place, entries) {
    const open = part.id === this.open;
    const node = make('li', { id: `deel-${place}`, class: 'edit-part', 'data-open': open });
    const name = make('button', {
      type: 'button', class: 'edit-name', id: `kop-${part.id}`, 'aria-expanded': String(open)
    }, make('span', { class: 'edit-label', lang: 'nl' }), make('span', { class: 'quiet small' }));

    name.addEventListener('click', () => this.toggle(part.id));
    node.append(make('div', { class: 'edit-head' }, name, make('span', { class: 'edit-tools' },
      this.tool('up', part, () => this.turn(part.id, -1)), this.tool('down', part, () => this.turn(part.id, 1)),
      this.tool('twin', part, () => this.copy(part.id)), this.tool('remove', part, () => this.remove(part.id)))),
    make('ul', { class: 'edit-found' }));

    if (open) {
      node.append(this.body(entries));
    }

    if (holds(part)) {
      node.append(this.listed(part.components || [], `${place}-`, entries, part.id));
    }

    return node;
  }

  // What is seldom changed stands folded away.
  body(entries) {
    const made = those => those.map(each => {
      const one = field(each, this.words);

      this.fields.push(one);

      return one.node;
    });
    const seldom = entries.filter(each => each.seldom);

    return make('div', { class: 'edit-body' }, ...entries.length ? made(entries.filter(each => !each.seldom))
      : [ make('p', {}, this.words.unknown_kind) ],
    seldom.length ? make('details', { class: 'more' }, make('summary', {}, this.words.more), ...made(seldom)) : '');
  }

  tool(what, part, deed) {
    const made = make('button', { type: 'button', class: BUTTON, id: `${what}-${part.id}`, 'data-what': what }, icon(this.words.icons[what]));

    made.addEventListener('click', () => {
      this.leave();
      deed();
    });

    return made;
  }

  // What the line of a component says, and what was found in it.
  headed({ part, place, parts, at }) {
    const node = document.getElementById(`deel-${place}`);
    const name = this.nameOf(part);
    const [ label, more ] = node.querySelectorAll(':scope > .edit-head > .edit-name > span');
    const found = this.marks.get(place) || [];

    label.textContent = name;
    more.textContent = [
      this.words.kinds[kindOf(part)] || part.type, part.validate?.required && this.words.required,
      part.conditional?.hide && this.words.shown_if
    ].filter(Boolean).join(' · ');
    node.querySelectorAll(':scope > .edit-head [data-what]').forEach(each => {
      const off = (each.dataset.what === 'up' && !at) || (each.dataset.what === 'down' && at === parts.length - 1);

      each.setAttribute('aria-label', this.words[each.dataset.what].replace('%', name));
      each.setAttribute('aria-disabled', String(off));
    });
    node.querySelector(':scope > .edit-found').replaceChildren(...found.map(each => make('li', {},
      make('span', { class: `badge ${LEVELS[each.level]}` }, `${each.number} ${this.words.levels[each.level]}`), ' ', each.message)));
    node.classList.toggle('wrong', found.some(each => each.level === 'fout'));
  }

  nameOf(part) {
    const text = part.type === 'text' ? (part.text || '').replace(/[*_#[\]]/g, '').slice(0, 70) : labelOf(part);

    return text || this.words.empty_name;
  }

  adder(parts, group) {
    const words = this.words;
    const within = group && this.find(group).part;
    const named = within ? words.add_in.replace('%', this.nameOf(within)) : words.add;
    const kinds = KINDS.filter(kind => within?.type !== 'dynamiclist' || ![ 'dynamiclist', 'checklist', 'group' ].includes(kind));
    const node = make('details', { class: 'edit-add' }, make('summary', { id: `erbij-${group}` }, named),
      make('div', { class: 'edit-kinds' }, ...kinds.map(kind => {
        const made = make('button', { type: 'button', class: 'edit-kind', 'data-kind': kind },
          make('strong', {}, words.kinds[kind]), make('span', { class: 'quiet small' }, words.hints[kind]));

        made.addEventListener('click', () => this.add(kind, group));

        return made;
      })));

    return node;
  }

  find(id) {
    return [ ...walk(this.doc.content.components) ].find(each => each.part.id === id);
  }

  toggle(id) {
    this.leave();
    this.open = this.open === id ? null : id;
    this.show();
  }

  // At the end of what it is added to, or behind the one that is open there.
  add(kind, group) {
    this.leave();
    this.doc.change(form => {
      const made = fresh(kind, form, this.words);
      const parts = group ? this.find(group).part.components : form.components;
      const at = parts.findIndex(each => each.id === this.open);

      parts.splice(at < 0 ? parts.length : at + 1, 0, made);
      this.open = made.id;
    });
    this.say(this.words.added.replace('%', this.words.kinds[kind]));
    this.focus();
  }

  copy(id) {
    this.doc.change(form => {
      const { part, parts, at } = this.find(id);
      const made = twin(part, form);

      parts.splice(at + 1, 0, made);
      this.open = made.id;
    });
    this.focus();
  }

  remove(id) {
    const { part, parts, at, inside } = this.find(id);
    const next = parts[at + 1] || parts[at - 1];
    const name = this.nameOf(part);

    this.doc.change(() => parts.splice(at, 1));
    this.say(this.words.removed.replace('%', name));
    document.getElementById(next ? `kop-${next.id}` : `erbij-${inside?.part.id || ''}`)?.focus();
  }

  turn(id, by) {
    const { parts, at, part } = this.find(id);

    if (parts[at + by]) {
      this.doc.change(() => parts.splice(0, parts.length, ...swapped(parts, Math.max(at, at + by))));
      this.say(this.words.moved.replace('%n', this.nameOf(part)).replace('%a', at + by + 1));
    }
  }

  moves({ part, parts, at }, id) {
    this.doc.change(form => {
      parts.splice(at, 1);
      (id ? this.find(id).part.components : form.components).push(part);
    });
    document.getElementById('veld-within')?.focus();
  }

  focus() {
    const body = document.getElementById(`kop-${this.open}`)?.closest('li').querySelector('.edit-body');

    body?.querySelector('input, textarea, select')?.focus();
    body?.querySelector('input, textarea')?.select();
  }

  mark(found) {
    this.marks = found;
    [ ...walk(this.doc.content.components) ].forEach(each => this.headed(each));
  }

  knows(place) {
    return [ ...walk(this.doc.content.components) ].some(each => each.place === place);
  }

  goTo(place) {
    this.see([ ...walk(this.doc.content.components) ].find(each => each.place === place).part.id);
  }

  // By its id.
  see(id) {
    this.open = id;
    this.show();
    document.getElementById(`kop-${id}`).focus();
    document.getElementById(`deel-${this.find(id).place}`).scrollIntoView({ block: 'center' });
  }
}

export function readForm(text) {
  const form = JSON.parse(text);

  if (!Array.isArray(form?.components)) {
    throw new Error('no form');
  }

  // Some editors leave ids out; ours goes by them.
  const all = [ ...walk(form.components) ].map(each => each.part);

  all.filter((part, at) => !part.id || all.findIndex(each => each.id === part.id) < at)
    .forEach((part, at) => { part.id = `Veld_${all.length + at + 1}${keyOf(part)}`; });
  all.filter(part => CHOICES.includes(part.type) && !Array.isArray(part.values)).forEach(part => { part.values = []; });
  all.filter(part => holds(part) && !Array.isArray(part.components)).forEach(part => { part.components = []; });

  return form;
}

export function writeForm(form) {
  return `${JSON.stringify(form, null, 2)}\n`;
}
