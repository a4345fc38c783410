// <button data-copies="id of what is copied" data-said="Gekopieerd">: without scripts the text can be selected by hand.

document.querySelectorAll('[data-copies]').forEach(button => {
  button.hidden = false;
  button.addEventListener('click', async () => {
    const source = document.getElementById(button.dataset.copies);
    const before = button.textContent;

    await navigator.clipboard.writeText('value' in source ? source.value : source.innerText);
    button.textContent = button.dataset.said;
    setTimeout(() => { button.textContent = before; }, 4000);
  });
});
