// The pages over all dogs, in the side bar of wider screens. On a phone the page of today leads to them.
import { IconCalendar, IconDog, IconListCheck, IconSun } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { NavLink } from "react-router";
import classes from "./MainNav.module.css";

export function OverviewNav() {
  const { t } = useTranslation();
  const pages = [
    { to: "/", end: true, label: t("today.title"), Icon: IconSun },
    { to: "/calendar", label: t("calendar.title"), Icon: IconCalendar },
    { to: "/homework", label: t("homework.title"), Icon: IconListCheck },
    { to: "/dogs", end: true, label: t("dogs.title"), Icon: IconDog },
  ];
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
