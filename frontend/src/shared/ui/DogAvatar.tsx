import { Avatar } from "@mantine/core";

const hues = ["pine", "indigo", "grape", "violet", "blue"];

/** The dog's initial on a color that stays the same for the same dog. Decorative: the name is always beside it. */
export function DogAvatar({ id, name, size = 44 }: { id: string; name: string; size?: number }) {
  let sum = 0;
  for (const character of id) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 9973;
  return (
    <Avatar size={size} radius="md" color={hues[sum % hues.length]} variant="light" aria-hidden="true">
      {[...name][0]?.toUpperCase()}
    </Avatar>
  );
}
