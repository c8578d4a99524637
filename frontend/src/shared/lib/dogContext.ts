// The dog that the pages under /dogs/:dogId are about.
import { createContext, useContext } from "react";
import type { Dog } from "../api/types";

export const DogContext = createContext<Dog | null>(null);

export function useDog(): Dog {
  const dog = useContext(DogContext);
  if (!dog) throw new Error("useDog is for pages under /dogs/:dogId");
  return dog;
}
