// The panel beside the drawing: the fields of what is chosen.
import { field, make } from './fields.js';

export function panel(place, modeler, entries, words) {
  let shown;
  let fields = [];
  let form = null;

  // What somebody typed and did not leave yet is not lost by choosing something else.
  const leave = () => fields.forEach(each => each.leave());

  function show() {
    const [ element, ...more ] = modeler.get('selection').get();
    const groups = element && !more.length && element.type !== 'label' ? entries.of(element) : [];
    const now = groups.map(group => group.entries.map(each => `${each.id}:${each.kind}:${each.label}`).join()).join('|');

    if (element === shown && now === form) {
      fields.forEach(each => each.update());

      return;
    }

    if (element !== shown) {
      leave();
    }

    const kept = element === shown && place.contains(document.activeElement) ? document.activeElement.id : '';

    [ shown, form ] = [ element, now ];
    fields = [];
    place.replaceChildren(...groups.length ? groups.map(drawn) : [
      make('p', { class: 'quiet' }, more.length ? words.several : words.nothing)
    ]);
    fields.forEach(each => each.update());

    if (kept) {
      document.getElementById(kept)?.focus();
    }
  }

  function drawn({ title, entries: those }) {
    const made = those.map(entry => field(entry, words));

    fields.push(...made);

    return make('section', {}, title && make('h3', {}, title), ...made.map(each => each.node));
  }

  // Of a label the thing that it is of is meant.
  modeler.on('selection.changed', () => {
    const label = modeler.get('selection').get().find(each => each.labelTarget);

    if (label) {
      modeler.get('selection').select(label.labelTarget);
    } else {
      show();
    }
  });
  modeler.on('elements.changed', show);
  show();

  return { leave };
}
