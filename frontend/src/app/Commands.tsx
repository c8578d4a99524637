// The keys that work on every page. All are held with Ctrl or Command, so that nobody who types or dictates calls them
// by accident (WCAG 2.1.4).
import { useHotkeys } from "@mantine/hooks";
import { lazy, Suspense, useState } from "react";
import { useNavigate } from "react-router";
import type { Dog } from "@/shared/api/types";
import { loadPart } from "@/shared/lib/loadPart";

const CommandPalette = lazy(async () => ({
  default: (await loadPart(() => import("./CommandPalette"))).CommandPalette,
}));

/** Ctrl+K: the command palette. Ctrl+Shift+L: quick log, where there is anything to log. */
export function Commands({ dog, mayLog }: { dog?: Dog; mayLog?: boolean }) {
  const navigate = useNavigate();
  const [asked, setAsked] = useState(0);
  useHotkeys(
    [
      ["mod+K", () => setAsked((times) => times + 1)],
      ["mod+shift+L", () => mayLog && navigate(`/dogs/${dog?.id}/log`)],
    ],
    [],
  );
  if (asked === 0) return null;
  return (
    <Suspense>
      <CommandPalette dog={dog} asked={asked} />
    </Suspense>
  );
}
