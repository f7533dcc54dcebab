import { Link, useRouterState } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import classes from "./fair_tabs.module.css";

const PLACES = [
  { to: "/exhibitors", label: "exhibitors.title" },
  { to: "/products", label: "products.title" },
  { to: "/favorites", label: "favorites.title" },
] as const;

/** The ways into the fair: who is there, what is shown, what the reader marked. */
export function FairTabs() {
  const { t } = useTranslation();
  const path = useRouterState({ select: (state) => state.location.pathname });
  return (
    <nav className={classes.tabs} aria-label={t("exhibitors.ways")}>
      {PLACES.map(({ to, label }) => (
        <Link
          key={to}
          to={to}
          className={classes.tab}
          aria-current={path === to ? "page" : undefined}
        >
          {t(label)}
        </Link>
      ))}
    </nav>
  );
}
