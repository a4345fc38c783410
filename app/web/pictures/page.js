/* global BpmnJS, DmnJS */
// The page that render.py drives: draws one diagram or table at a time and tells how large it is.

const FACE = '"Source Sans 3", Arial, sans-serif';
const MARGIN = 30;

// room below for the bpmn.io mark, and above for the name that dmn-js writes over a requirements diagram
const MARK = 40;
const TITLE = 110;

const canvas = document.querySelector('#canvas');

let viewer = null;
let box = null;

function fresh(className) {
  if (viewer) {
    viewer.destroy();
  }
  viewer = null;
  box = null;
  canvas.className = className;
  canvas.replaceChildren();
}

/** Draw a BPMN diagram; answers its SVG and its size in pixels. */
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
  const inner = viewer.get('canvas').viewbox().inner;
  box = {
    x: inner.x - MARGIN,
    y: inner.y - MARGIN,
    width: inner.width + 2 * MARGIN,
    height: inner.height + 2 * MARGIN + MARK
  };
  const { svg } = await viewer.saveSVG();
  return { svg, width: Math.ceil(box.width), height: Math.ceil(box.height) };
};

/** The views of a DMN file that can be drawn. */
globalThis.listViews = async function listViews(xml) {
  fresh('table');
  viewer = new DmnJS({ container: canvas });
  await viewer.importXML(xml);
  return viewer.getViews()
    .filter((view) => view.type !== 'drd' || (view.element.drgElement || []).length > 0)
    .map((view) => ({ id: view.element.id, type: view.type }));
};

/** Draw one view of a DMN file; answers its size in pixels and how many tables the file has. */
globalThis.drawView = async function drawView(xml, id) {
  fresh('table');
  viewer = new DmnJS({ container: canvas, drd: { textRenderer: { defaultStyle: { fontFamily: FACE } } } });
  await viewer.importXML(xml);
  const view = viewer.getViews().find(({ element }) => element.id === id);
  await viewer.open(view);
  const tables = viewer.getViews().filter(({ type }) => type === 'decisionTable').length;
  if (view.type === 'drd') {
    canvas.className = 'diagram';
    const inner = viewer.getActiveViewer().get('canvas').viewbox().inner;
    box = {
      x: inner.x - MARGIN,
      y: inner.y - MARGIN - TITLE,
      width: inner.width + 2 * MARGIN,
      height: inner.height + 2 * MARGIN + TITLE + MARK
    };
    return { width: box.width, height: box.height, tables };
  }
  return { width: canvas.scrollWidth, height: canvas.scrollHeight, tables };
};

/** Show the whole of what was drawn, after the window has got its size. */
globalThis.fit = function fit() {
  if (!box) {
    return;
  }
  const active = viewer.getActiveViewer ? viewer.getActiveViewer() : viewer;
  const view = active.get('canvas');
  view.resized();
  view.viewbox(box);
};
