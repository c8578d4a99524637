// Where the words stand: plain text in pieces, never markup.
import { Mark, Text } from "@mantine/core";
import type { SearchHit } from "@/shared/api/types";

export function Snippet({ pieces }: { pieces: SearchHit["snippet"] }) {
  return (
    <Text lineClamp={4} style={{ overflowWrap: "anywhere", whiteSpace: "pre-line" }}>
      {pieces.map(({ text, match }, at) =>
        match ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: pieces are never moved
          <Mark key={at}>{text}</Mark>
        ) : (
          text
        ),
      )}
    </Text>
  );
}
