/* global BpmnJS, DmnJS */
// The page that render.py drives: draws one diagram or table at a time and tells how large it is.

const FACE = '"Source Sans 3", Arial, sans-serif';
const MARGIN = 30;

// room below for the bpmn.io mark, and above for the name that dmn-js writes over a requirements diagram
const MARK = 40;
const TITLE = 60;

const TITLE_MARGIN = 40;

// what dmn-js says around a table; a word that is not here stays as it is
const DUTCH = {
  'Hit policy:': 'Treffers:',
  'Unique': 'precies één rij',
  'First': 'de eerste rij',
  'Any': 'rijen die hetzelfde zeggen',
  'Priority': 'de belangrijkste rij',
  'Rule order': 'elke rij, op volgorde van de tabel',
  'Output order': 'elke rij, op volgorde van belang',
  'Collect': 'elke rij',
  'When': 'Als',
  'Then': 'Dan',
  'And': 'En',
  'Annotations': 'Toelichting'
};

const canvas = document.querySelector('#canvas');

let viewer = null;
let seed = 1;

// bpmn-js names its arrow heads at random; a second run must write the same files
Math.random = function() {
  seed = seed * 16807 % 2147483647;
  return seed / 2147483647;
};

function fresh(className) {
  if (viewer) {
    viewer.destroy();
  }
  viewer = null;
  seed = 1;
  canvas.className = className;
  canvas.replaceChildren();
}

function around({ x, y, width, height }, above = 0) {
  return {
    x: x - MARGIN,
    y: y - MARGIN - above,
    width: Math.ceil(width + 2 * MARGIN),
    height: Math.ceil(height + 2 * MARGIN + above + MARK)
  };
}

function cropped(svg, { x, y, width, height }) {
  const place = `width="${width}" height="${height - MARK}" viewBox="${x} ${y} ${width} ${height - MARK}"`;
  return svg.replace(/width="[^"]*" height="[^"]*" viewBox="[^"]*"/, place);
}

/**
 * Draw a BPMN diagram. Answers its views, each with a name, a title, a box and an SVG: the whole, and where it has
 * several pools with a process, each of these.
 */
globalThis.drawDiagram = async function drawDiagram(xml) {
  fresh('diagram');
  viewer = new BpmnJS({
    container: canvas,
    textRenderer: {
      defaultStyle: { fontFamily: FACE, fontSize: 12, lineHeight: 1.2 },
      externalStyle: { fontFamily: FACE, fontSize: 12, lineHeight: 1.15 }
    }
  });
  await viewer.importXML(xml);
  const { svg } = await viewer.saveSVG();
  const pools = viewer.get('elementRegistry')
    .filter(({ type, businessObject }) => type === 'bpmn:Participant' && businessObject.processRef);
  const whole = viewer.get('canvas').viewbox().inner;
  const root = viewer.get('canvas').getRootElement().businessObject;
  const views = [ { name: '', title: root.name || pools[0]?.businessObject.name || '', box: around(whole), svg } ];
  for (const pool of pools.length > 1 ? pools : []) {
    const { name, processRef } = pool.businessObject;
    const part = around(pool);
    views.push({ name: processRef.id, title: name, box: part, svg: cropped(svg, part) });
  }
  return views;
};

/** The views of a DMN file that are worth a picture: not a table of one row that asks nothing. */
globalThis.listViews = async function listViews(xml) {
  fresh('table');
  viewer = new DmnJS({ container: canvas });
  await viewer.importXML(xml);
  return viewer.getViews()
    .filter(({ element, type }) => type === 'drd' || element.decisionLogic?.input?.length)
    .map(({ element, type }) => ({ id: element.id, title: element.name || element.id, type }));
};

/** Draw one view of a DMN file; answers its box. */
globalThis.drawView = async function drawView(xml, id) {
  fresh('table');
  viewer = new DmnJS({
    container: canvas,
    decisionTable: { additionalModules: [ { translate: [ 'value', text => DUTCH[text] || text ] } ] },
    drd: { textRenderer: { defaultStyle: { fontFamily: FACE } } }
  });
  await viewer.importXML(xml);
  const view = viewer.getViews().find(({ element }) => element.id === id);
  await viewer.open(view);
  if (view.type === 'drd') {
    canvas.className = 'diagram';
    const inner = viewer.getActiveViewer().get('canvas').viewbox().inner;
    const title = document.querySelector('.dmn-definitions').scrollWidth + TITLE_MARGIN;
    return around({ ...inner, width: Math.max(inner.width, title) }, TITLE);
  }
  if (!view.element.decisionLogic.rule.some(rule => rule.description)) {
    canvas.classList.add('bare');
  }
  return { x: 0, y: 0, width: canvas.scrollWidth, height: canvas.scrollHeight };
};

/** Show a box of what was drawn, after the window has got its size. */
globalThis.show = function show(part) {

  if (canvas.className !== 'diagram') {
    return;
  }
  const active = viewer.getActiveViewer ? viewer.getActiveViewer() : viewer;
  const view = active.get('canvas');
  view.resized();
  view.viewbox(part);
};
