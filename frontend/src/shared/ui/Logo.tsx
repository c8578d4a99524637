import { Group, Text } from "@mantine/core";

const toes = [
  { cx: 16.6, cy: 30.6, rx: 4.9, ry: 6.6, turn: -24 },
  { cx: 26.1, cy: 20.6, rx: 5.2, ry: 7.2, turn: -8 },
  { cx: 37.9, cy: 20.6, rx: 5.2, ry: 7.2, turn: 8 },
  { cx: 47.4, cy: 30.6, rx: 4.9, ry: 6.6, turn: 24 },
];
const pad =
  "M32 30.5c-6.9 0-14.1 7.5-14.1 13.9 0 4 3 6.1 6.4 6.1 3 0 4.8-1.5 7.7-1.5s4.7 1.5 7.7 1.5c3.4 0 6.4-2.1 6.4-6.1 0-6.4-7.2-13.9-14.1-13.9z";

/** The bare paw, in the color of the text around it. */
export function Paw({ size = 24 }: { size?: number }) {
  return (
    <svg viewBox="10 10 44 44" width={size} height={size} fill="currentColor" aria-hidden="true">
      {toes.map(({ turn, ...toe }) => (
        <ellipse key={toe.cx} {...toe} transform={`rotate(${turn} ${toe.cx} ${toe.cy})`} />
      ))}
      <path d={pad} />
    </svg>
  );
}

export function Logo({ size = 36, name = true }: { size?: number; name?: boolean }) {
  return (
    <Group gap="xs" wrap="nowrap">
      <svg viewBox="0 0 64 64" width={size} height={size} aria-hidden="true">
        <rect width="64" height="64" rx="17" fill="#147059" />
        <g fill="#ffc45c">
          {toes.map(({ turn, ...toe }) => (
            <ellipse key={toe.cx} {...toe} transform={`rotate(${turn} ${toe.cx} ${toe.cy})`} />
          ))}
          <path d={pad} />
        </g>
      </svg>
      {name && (
        <Text span fw={800} fz="lg" lts="-0.02em">
          Doggy App
        </Text>
      )}
    </Group>
  );
}
