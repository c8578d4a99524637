import type { Dog } from "@/shared/api/types";

/** The dog of a record among those that are shown. */
export const dogOf = (dogs: Dog[], { dogId }: { dogId: string }): Dog | undefined =>
  dogs.find(({ id }) => id === dogId);
