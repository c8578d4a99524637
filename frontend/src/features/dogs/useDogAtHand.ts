import { useMatch } from "react-router";
import type { Dog } from "@/shared/api/types";
import { lastDog } from "@/shared/lib/storage";
import { useDogs } from "./dogs.queries";

/** The dog of this page, else the one used last, else the first. */
export function useDogAtHand(): Dog | undefined {
  const here = useMatch("/dogs/:dogId/*")?.params.dogId;
  const dogs = useDogs().data?.pages.flatMap((page) => page.items) ?? [];
  const last = lastDog();
  return dogs.find(({ id }) => id === here) ?? dogs.find(({ id }) => id === last) ?? dogs[0];
}
