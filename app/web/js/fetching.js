// What is fetched beside the page.

// Its text. Throws where it is not given.
export async function textAt(address) {
  const answer = await fetch(address, { credentials: 'same-origin' });

  if (!answer.ok) {
    throw new Error(answer.statusText);
  }

  return answer.text();
}
