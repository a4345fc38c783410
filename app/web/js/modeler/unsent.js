// What was not saved, kept on this device for whoever drew it: a page may be closed, or die, before it could be sent.
// It holds a drawing and nothing of any child.

// {get, put, drop} for one file and one person. A browser that keeps nothing is no reason to stop saving.
export function unsent(file, person) {
  const key = `leidraad:niet-bewaard:${person}:${file}`;

  return {
    get() {
      try {
        return JSON.parse(localStorage.getItem(key));
      } catch {
        return null;
      }
    },
    put(kept) {
      const whole = { ...kept, at: new Date().toISOString() };

      // Where there is no room for both, what was drawn goes before what it began as.
      return written(key, whole) || written(key, { ...whole, base: undefined });
    },
    drop() {
      try {
        localStorage.removeItem(key);
      } catch {
        return false;
      }

      return true;
    }
  };
}

function written(key, value) {
  try {
    localStorage.setItem(key, JSON.stringify(value));

    return true;
  } catch {
    return false;
  }
}
