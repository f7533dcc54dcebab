import { Link, useRouterState } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useMe } from "@/shared/live/session";
import classes from "./frame.module.css";
import { isAt, placesOf } from "./navigation";
import { OpenRequests } from "./open_requests";

/** The left rail of a wide screen. */
export function Rail() {
  const { t } = useTranslation();
  const path = useRouterState({ select: (state) => state.location.pathname });
  return placesOf(useMe()).map((place) => (
    <Link
      key={place.to}
      to={place.to}
      className={classes.place}
      aria-current={isAt(place, path) ? "page" : undefined}
    >
      <place.icon size={18} stroke={1.6} aria-hidden />
      <span className={classes.label}>{t(`nav.${place.label}`)}</span>
      {place.to === "/requests" && <OpenRequests />}
    </Link>
  ));
}
