import { Link, useRouterState } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useMe } from "@/shared/live/session";
import classes from "./frame.module.css";
import { isAt, placesOf } from "./navigation";
import { OpenRequests } from "./open_requests";

/** The bar of five on a phone. */
export function BottomBar() {
  const { t } = useTranslation();
  const path = useRouterState({ select: (state) => state.location.pathname });
  return (
    <nav className={classes.bottom} aria-label={t("nav.label")}>
      {placesOf(useMe()).map((place) => (
        <Link
          key={place.to}
          to={place.to}
          className={classes.tab}
          aria-current={isAt(place, path) ? "page" : undefined}
        >
          <span className={classes.icon}>
            <place.icon size={20} stroke={1.6} aria-hidden />
            {place.to === "/requests" && <OpenRequests />}
          </span>
          <span className={classes.short}>
            {place.label === "messages" ? t("nav.messagesShort") : t(`nav.${place.label}`)}
          </span>
        </Link>
      ))}
    </nav>
  );
}
