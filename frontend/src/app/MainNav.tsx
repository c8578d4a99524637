// The pages of the dog at hand. At the bottom of a phone, quick log sits in the middle, under the thumb.
import { IconPlus } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Link, NavLink } from "react-router";
import type { Dog } from "@/shared/api/types";
import classes from "./MainNav.module.css";
import { dogPages } from "./pages";

interface MainNavProps {
  dog: Dog;
  bottom?: boolean;
  /** Whether there is anything to log. */
  log?: boolean;
}

export function MainNav({ dog, bottom, log }: MainNavProps) {
  const { t } = useTranslation();
  const base = `/dogs/${dog.id}`;
  const pages = dogPages(dog, t);
  const middle = Math.ceil(pages.length / 2);

  const links = pages.map(({ to, end, label, Icon }) => (
    <NavLink key={to} to={to} end={end} className={classes.link}>
      <Icon size={24} aria-hidden />
      <span>{label}</span>
    </NavLink>
  ));
  if (!bottom) {
    return (
      <nav className={classes.list} aria-label={t("nav.label")}>
        {links}
      </nav>
    );
  }
  return (
    <nav className={classes.bar} aria-label={t("nav.label")}>
      {links.slice(0, middle)}
      {log && (
        <Link to={`${base}/log`} className={classes.log} aria-label={t("nav.log")}>
          <IconPlus size={30} stroke={2.5} aria-hidden />
        </Link>
      )}
      {links.slice(middle)}
    </nav>
  );
}
