// Marks on a diagram of what two made of it: what is asked, and for a moment what came from another.
import { make } from './fields.js';
import { goTo } from './findings.js';

export const SHOWN = 8000;

export function marks(modeler) {
  const [ canvas, overlays, registry ] = [ 'canvas', 'overlays', 'elementRegistry' ].map(name => modeler.get(name));
  const knows = id => Boolean(registry.get(id));

  function unask() {
    overlays.remove({ type: 'keuze' });
    registry.forEach(each => canvas.removeMarker(each.id, 'draw-asked'));
  }

  // `those`: the clashes of one element, each with its number; `to` brings somebody to where it is chosen.
  function ask(id, those, to) {
    if (!knows(id)) {
      return;
    }

    const html = make('button', {
      type: 'button', class: 'draw-mark attention', tabindex: '-1', title: those.map(each => each.what).join('\n'),
      'aria-label': those.map(each => `${each.number}. ${each.what}`).join(' ')
    }, `${those.map(each => each.number).join(', ')} ?`);

    html.addEventListener('click', to);
    overlays.add(id, 'keuze', { position: { bottom: 12, left: -12 }, html });
    canvas.addMarker(id, 'draw-asked');
  }

  function pointOut(elements) {
    const known = elements.filter(knows);

    known.forEach(id => canvas.addMarker(id, 'draw-taken'));
    setTimeout(() => known.filter(knows).forEach(id => canvas.removeMarker(id, 'draw-taken')), SHOWN);
  }

  return { ask, unask, knows, pointOut, goTo: id => goTo(modeler, id) };
}
