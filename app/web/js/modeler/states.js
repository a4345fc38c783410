// What is said of saving above what is drawn or edited, the choice where another saved meanwhile, and what an earlier
// time was not saved.

const NAMED = 4;

const $ = id => document.getElementById(id);

// What each state of saving is said as. `pointOut(elements)` marks what came, `ask(state)` lets somebody choose.
export function stands({ words, pointOut, ask }) {
  return state => {
    if (state.name === 'merged') {
      const text = state.by ? words.merged.replace('%(who)s', state.by) : words.merged_self;

      told({ name: 'saved', at: state.at }, words);
      $('bewaard').textContent = `${text} ${parts(state.parts, words)}`;
      pointOut(state.elements);
    } else if (state.name === 'followed') {
      $('bewaard').textContent = words.followed.replace('%(who)s', state.by || words.somebody);
    } else if (state.name === 'notundone') {
      $('bewaard').textContent = (state.by ? words.not_undone : words.not_undone_self).replace('%(who)s', state.by);
      $('bewaard').classList.add('failed');
    } else if (state.name === 'clash') {
      told({ ...state, name: 'conflict' }, words);
      $('botsing-wie').textContent = (state.by ? words.clash : words.clash_self).replace('%(who)s', state.by)
        .replace('%(at)s', state.at);
      ask(state);
    } else {
      told(state, words);
    }
  };
}

// What came, by name: for who cannot see what is pointed out, or looks at another part of it.
function parts(all, words) {
  const names = all.slice(0, NAMED).join(', ');
  const more = all.length - NAMED;

  if (more > 0) {
    return words.merged_more.replace('%m', more).replace('%n', () => names);
  }

  return all.length ? words.merged_parts.replace('%n', () => names) : '';
}

function told(state, words) {
  const said = $('bewaard');
  const text = {
    saved: () => words.saved.replace('%', state.at), waiting: () => words.saving, sending: () => words.saving,
    away: () => words.away, signedout: () => words.signed_out, refused: () => state.message,
    never: () => words.never, conflict: () => words.conflict_short
  }[state.name]();

  said.textContent = text;
  said.classList.toggle('failed', [ 'away', 'signedout', 'refused', 'never', 'conflict' ].includes(state.name));

  if (state.name === 'conflict') {
    $('botsing-wie').textContent = words.conflict.replace('%(who)s', state.by || words.somebody).replace('%(at)s', state.at);
    $('botsing').hidden = false;
    $('botsing').focus();
  }
}

export function conflicts(saving, copy, leave) {
  $('botsing-laden').addEventListener('click', () => {
    saving.leaving();
    location.reload();
  });
  $('botsing-kopie').addEventListener('click', async event => {
    const button = event.currentTarget;

    leave();
    button.disabled = true;

    const to = await saving.copied(copy, button.dataset.key);

    button.disabled = false;

    if (to) {
      location.assign(to);
    } else {
      $('botsing-niet').hidden = false;
    }
  });
}

// What was not saved an earlier time is offered, and only goes when somebody says so. `text`: what is here now.
export function offeredAgain(saving, kept, text, language) {
  const found = kept.get();

  if (!found || found.text === text) {
    return;
  }

  const notice = $('niet-bewaard');

  $('niet-bewaard-wanneer').textContent = new Date(found.at).toLocaleString(language, {
    dateStyle: 'long', timeStyle: 'short', timeZone: 'Europe/Amsterdam'
  });
  notice.hidden = false;
  $('niet-bewaard-terug').addEventListener('click', async () => {
    try {
      notice.hidden = await saving.restore(found);
    } catch {
      $('niet-bewaard-stuk').hidden = false;
    }
  });
  $('niet-bewaard-weg').addEventListener('click', () => {
    kept.drop();
    notice.hidden = true;
  });
}
