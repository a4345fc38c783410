// A diagram to look at, in the colours of the page.
import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer';

import { textAt } from './fetching.js';
import { listen, move, reveal } from './looking.js';

import 'bpmn-js/dist/assets/diagram-js.css';
import 'bpmn-js/dist/assets/bpmn-js.css';

export function viewerIn(container, Kind = NavigatedViewer) {
  return new Kind({
    container,
    bpmnRenderer: colours(container),

    // The wheel goes on scrolling the page.
    zoomScroll: { enabled: false }
  });
}

// The diagram of a map of the page; nothing, and the sentence that says so, where it cannot be drawn. `dress(viewer)` puts on
// it what the map tells; `look(viewer, how)` does what is asked and is no move. Colours are drawn in, so another theme is
// drawn anew.
export async function shown(map, dress, look) {
  let viewer, xml;

  const draw = async () => {
    viewer?.destroy();
    viewer = viewerIn(map.querySelector('.map-canvas'));
    await viewer.importXML(xml);
    map.querySelector('.map-canvas svg[tabindex]')?.setAttribute('aria-label', map.dataset.name);
    dress(viewer);
  };

  try {
    xml = await textAt(map.dataset.diagram);
    reveal(map, true);
    await draw();
  } catch {
    reveal(map, false);

    return null;
  }

  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
  listen(map, how => move(viewer, how) || look(viewer, how));

  return viewer;
}

export function colours(container) {
  const colour = name => getComputedStyle(container).getPropertyValue(name).trim();

  return {
    defaultFillColor: colour('--surface'), defaultStrokeColor: colour('--ink'), defaultLabelColor: colour('--ink')
  };
}

// The box of a shape or of an arrow, with room around it.
export function near(element, room) {
  const points = element.waypoints ?? [ element, { x: element.x + element.width, y: element.y + element.height } ];
  const box = around(points.map(each => ({ x: each.x, y: each.y, width: 0, height: 0 })));

  return { x: box.x - room.x, y: box.y - room.y, width: box.width + 2 * room.x, height: box.height + 2 * room.y };
}

// The box that holds all of these shapes.
export function around(elements) {
  const x = Math.min(...elements.map(each => each.x));
  const y = Math.min(...elements.map(each => each.y));

  return {
    x, y,
    width: Math.max(...elements.map(each => each.x + each.width)) - x,
    height: Math.max(...elements.map(each => each.y + each.height)) - y
  };
}
