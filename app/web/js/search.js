// Puts the cursor on the list of what is wrong, so that who cannot see the page hears it first.

document.querySelector('[data-focus-first]')?.focus();
