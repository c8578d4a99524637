/** Whether two words that people typed are one: their case and the spaces around them do not count. */
export const sameWord = (a: string, b: string) => a.trim().toLowerCase() === b.trim().toLowerCase();
