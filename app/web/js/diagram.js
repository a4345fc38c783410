// A diagram to look at, with the place of a route on it. The page says the same in words.
import { frame } from './looking.js';
import { around, shown } from './viewer.js';

document.querySelectorAll('[data-diagram]').forEach(map => {
  const place = JSON.parse(document.getElementById(map.dataset.place).textContent);

  shown(map, viewer => dress(viewer, place), (viewer, how) => look(viewer, place, how));
});

function dress(viewer, place) {
  const canvas = viewer.get('canvas');
  const known = id => viewer.get('elementRegistry').get(id);
  const mark = (ids, name) => ids.filter(known).forEach(id => canvas.addMarker(id, name));

  mark(place.passed, 'place-passed');
  mark(place.flows, 'place-passed');
  mark(place.here, 'place-here');
  look(viewer, place, place.here.length ? 'here' : 'all');
}

function look(viewer, place, how) {
  frame(viewer.get('canvas'), around(wanted(viewer.get('elementRegistry'), place, how)));
}

// Where the route is; else the pool of its process, else everything.
function wanted(registry, place, how) {
  const here = how === 'here' ? place.here.map(id => registry.get(id)).filter(Boolean) : [];
  const pool = registry.filter(each => each.businessObject?.processRef?.id === place.process);

  return [ here, pool, registry.filter(each => each.width) ].find(found => found.length);
}
