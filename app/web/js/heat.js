// A drawing on which it stands how long each step is open: a colour, and the number. The table says the same.
import { frame } from './looking.js';
import { around, shown } from './viewer.js';

import '../css/heat.css';

document.querySelectorAll('[data-heat]').forEach(map => {
  const data = JSON.parse(document.getElementById(map.dataset.heat).textContent);

  shown(map, viewer => dress(viewer, data), (viewer, how) => look(viewer, data, how));
});

function dress(viewer, data) {
  const registry = viewer.get('elementRegistry');

  data.steps.filter(step => registry.get(step.element)).forEach(step => {
    const label = document.createElement('span');

    label.className = 'heat-label';
    label.textContent = step.says;
    viewer.get('canvas').addMarker(step.element, `heat-${step.heat}`);
    viewer.get('overlays').add(step.element, {
      position: { bottom: 12, left: 4 }, html: label, scale: { min: 0.7, max: 1.4 }
    });
  });
  look(viewer, data, 'hot');
}

function look(viewer, data, how) {
  frame(viewer.get('canvas'), around(wanted(viewer, data, how)));
}

// The step that waits longest with what is around it; else the pool of the process, else everything.
function wanted(viewer, data, how) {
  const registry = viewer.get('elementRegistry');
  const drawn = data.steps.filter(step => registry.get(step.element));
  const most = Math.max(...drawn.map(step => step.seconds));
  const hot = drawn.filter(step => step.seconds === most).map(step => registry.get(step.element));
  const pool = registry.filter(each => each.businessObject?.processRef?.id === data.process);
  const near = hot.slice(0, 1).map(each => ({ x: each.x - 500, y: each.y - 250, width: 1100, height: 580 }));

  return [ how === 'all' ? [] : near, pool, registry.filter(each => each.width) ].find(found => found.length);
}
