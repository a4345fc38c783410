// What is said of saving above what is drawn or edited, and the choice where another saved meanwhile.

const $ = id => document.getElementById(id);

export function told(state, words) {
  const said = $('bewaard');
  const text = {
    saved: () => words.saved.replace('%', state.at), waiting: () => words.saving, sending: () => words.saving,
    away: () => words.away, signedout: () => words.signed_out, refused: () => state.message,
    conflict: () => words.conflict_short
  }[state.name]();

  said.textContent = text;
  said.classList.toggle('failed', [ 'away', 'signedout', 'refused', 'conflict' ].includes(state.name));

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
