import { Text } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./Facts.module.css";

interface FactsProps {
  /** Name and value; what has no value is left out. */
  facts: [string, ReactNode][];
}

export function Facts({ facts }: FactsProps) {
  const stated = facts.filter(([, value]) => Boolean(value));
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
