/** The key of mutations that may take the dog away from whoever makes them, who then need not be told. */
export const leaving = (dogId: string): string[] => ["leaving", dogId];
