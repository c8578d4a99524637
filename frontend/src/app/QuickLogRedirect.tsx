import { Navigate } from "react-router";
import { useDogs } from "@/features/dogs/dogs.queries";
import { useDogAtHand } from "@/features/dogs/useDogAtHand";
import { ListSkeleton } from "@/shared/ui/states";

/** /log, the shortcut from the home screen: quick log of the dog used last. */
export function QuickLogRedirect() {
  const dogs = useDogs();
  const dog = useDogAtHand();
  if (dogs.isPending) return <ListSkeleton />;
  return <Navigate to={dog ? `/dogs/${dog.id}/log` : "/"} replace />;
}
