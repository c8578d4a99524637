import { Avatar } from "@mantine/core";

const hues = ["pine", "indigo", "grape", "violet", "blue"];

interface DogAvatarProps {
  id: string;
  name: string;
  /** The id of its profile photo, when it has one. */
  photo?: string;
  size?: number;
}

/**
 * The dog's photo, or its initial on a color that stays the same for the same dog. Decorative: the name is always
 * beside it.
 */
export function DogAvatar({ id, name, photo, size = 44 }: DogAvatarProps) {
  let sum = 0;
  for (const character of id) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 9973;
  return (
    <Avatar
      size={size}
      radius="md"
      color={hues[sum % hues.length]}
      variant="light"
      aria-hidden="true"
      alt=""
      // The id makes another photo another address.
      src={photo && `/v1/dogs/${id}/photo?of=${photo}`}
    >
      {[...name][0]?.toUpperCase()}
    </Avatar>
  );
}
