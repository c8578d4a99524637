import { Text } from "@mantine/core";
import classes from "./Facts.module.css";

interface FactsProps {
  /** Name and value; what has no value is left out. */
  facts: [string, string | false | undefined][];
}

export function Facts({ facts }: FactsProps) {
  const stated = facts.filter((fact): fact is [string, string] => Boolean(fact[1]));
  if (stated.length === 0) return null;
  return (
    <dl className={classes.facts}>
      {stated.map(([name, value]) => (
        <div key={name}>
          <Text component="dt" size="sm" c="dimmed">
            {name}
          </Text>
          <Text component="dd" m={0} style={{ whiteSpace: "pre-line" }}>
            {value}
          </Text>
        </div>
      ))}
    </dl>
  );
}
