/** The answer the hub has written into the page for this question, taken once; `null` when it was another question. */
export function startingAnswer<Answer>(of: string): Answer | null {
  const text = document.getElementById('sv-answer')?.textContent;
  if (!text) return null;
  const start = JSON.parse(text) as { of: string; answer: Answer };
  return start.of === of ? start.answer : null;
}
