import { Link, useRouterState } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useMe } from "@/shared/live/session";
import classes from "./frame.module.css";
import { placesOf } from "./navigation";
import { OpenRequests } from "./open_requests";

/** The left rail of a wide screen. */
export function Rail() {
  const { t } = useTranslation();
  const path = useRouterState({ select: (state) => state.location.pathname });
  return placesOf(useMe()).map(({ to, label, icon: Icon }) => (
    <Link
      key={to}
      to={to}
      className={classes.place}
      aria-current={path.startsWith(to) ? "page" : undefined}
    >
      <Icon size={18} stroke={1.6} aria-hidden />
      <span className={classes.label}>{t(`nav.${label}`)}</span>
      {to === "/requests" && <OpenRequests />}
    </Link>
  ));
}
