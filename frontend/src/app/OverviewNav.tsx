// The pages over all dogs, in the side bar of wider screens. On a phone the page of today leads to them.
import { useTranslation } from "react-i18next";
import { NavLink } from "react-router";
import classes from "./MainNav.module.css";
import { overviewPages } from "./pages";

export function OverviewNav() {
  const { t } = useTranslation();
  const pages = overviewPages(t);
  return (
    <nav className={classes.list} aria-label={t("nav.overview")}>
      {pages.map(({ to, end, label, Icon }) => (
        <NavLink key={to} to={to} end={end} className={classes.link}>
          <Icon size={24} aria-hidden />
          <span>{label}</span>
        </NavLink>
      ))}
    </nav>
  );
}
