// What stands where after so many facts: reckoned from the frames alone, so that any place in time is as near as the
// next. In either order the facts of one route follow each other as they were entered, so that a route is never shown
// as it never stood.

export function stateAfter(data, order, count) {
  const tokens = new Array(data.paths.length).fill(0);
  const went = data.stages.map(() => new Map());
  const stood = data.routes.map(() => null);

  for (const index of order.slice(0, count)) {
    const frame = data.frames[index];

    (frame.d || []).forEach(([ path, change ]) => { tokens[path] += change; });
    (frame.f || []).forEach(([ stage, flow ]) => went[stage].set(flow, (went[stage].get(flow) || 0) + 1));

    if ('r' in frame) {
      stood[frame.r] = frame;
    }
  }

  return { tokens, went, stood };
}

// The same while the tokens of a fact are under way: gone from where they were, and not yet where they go.
export function underWay(state, frame) {
  const tokens = [ ...state.tokens ];

  (frame.d || []).filter(([ , change ]) => change < 0).forEach(([ path, change ]) => { tokens[path] += change; });

  return { ...state, tokens };
}

// By element of one drawing how many tokens people see on it: none on what stands around another one.
export function tokensOn(data, state, stage) {
  const around = new Set();
  const found = new Map();

  state.tokens.forEach((count, path) => {
    const [ own, , host ] = data.paths[path];

    if (count > 0 && host >= 0 && data.paths[host][0] === own) {
      around.add(host);
    }
  });
  state.tokens.forEach((count, path) => {
    const [ own, element ] = data.paths[path];

    if (count > 0 && own === stage && !around.has(path)) {
      found.set(element, (found.get(element) || 0) + count);
    }
  });

  return found;
}

// By element of one drawing until when something waits there.
export function waitsOn(data, state, stage) {
  const stood = state.stood[data.stages[stage].route];
  const found = new Map();

  (stood?.w || []).forEach(([ own, element, until, what ]) => {
    if (own === stage && (until || what === 'message')) {
      found.set(element, until);
    }
  });

  return found;
}

// The flows of a fact in the order in which they are taken: side by side within a wave.
export function wavesOf(frame) {
  const waves = [];

  (frame.f || []).forEach(([ stage, flow, wave ]) => { (waves[wave] ||= []).push({ stage, flow }); });

  return waves.filter(Boolean);
}

// The drawing on which a fact is best seen; none for what is of the dossier.
export function stageOf(data, frame) {
  if (!('r' in frame)) {
    return null;
  }

  return frame.f?.at(-1)?.[0] ?? frame.a?.[0] ?? data.routes[frame.r].stages[0];
}
